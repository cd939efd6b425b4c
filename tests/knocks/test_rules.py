"""How a knock stands in words, who is reached, and what may be written with it."""

import pytest

from portal.errors import Invalid
from portal.knocks.rules import (
    How,
    Reached,
    State,
    Whereabouts,
    Wish,
    clean_note,
    ended_words,
    own_room,
    queue_room,
    waiting_words,
    words_of,
)
from portal.realtime.presence import Seat


def test_the_nearest_presenter_says_how_a_knock_is_heard() -> None:
    where = Whereabouts(frozenset({1}), lambda person: person in {1, 2})

    assert where.reached({1, 3}) is Reached.HERE
    assert where.reached({2, 3}) is Reached.NEAR
    assert where.reached({3}) is Reached.MAIL
    assert where.reached(()) is Reached.NOBODY


def test_who_is_where_is_read_from_the_rooms_of_the_poster_and_of_each_persons_pages() -> None:
    rooms = {"thread:7": [Seat(1, "Ada", "presenter")], "notices:5:2": [Seat(2, "Ben", "")]}

    where = Whereabouts.at(lambda room: rooms.get(room, []), 5, 7)

    assert where.here == {1}
    assert [where.has_a_page(person) for person in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        (Reached.HERE, "The presenter is here and sees that you wait."),
        (Reached.NEAR, "Nobody is here; we told them on the page that they have open."),
        (Reached.MAIL, "Nobody is here; we told them by e-mail."),
        (Reached.NOBODY, "Nobody presents this poster here yet."),
    ],
)
def test_who_waits_reads_who_was_told_and_how(reached: Reached, words: str) -> None:
    assert waiting_words(Wish.TALK, reached, 0, "") == words
    assert (
        waiting_words(Wish.QUESTION, reached, 0, "") == f"{words} Your question stays until it is answered."
    )


def test_who_waits_reads_how_many_are_before_them_and_that_it_takes_a_little() -> None:
    assert waiting_words(Wish.TALK, "here", 1, "").endswith("1 person waits before you.")
    assert waiting_words(Wish.TALK, "here", 3, "").endswith("3 people wait before you.")
    assert waiting_words(Wish.TALK, "here", 0, "Ada") == "Ada says: a little later."


def test_what_became_of_a_knock_is_a_sentence() -> None:
    assert ended_words(State.ANSWERED, How.COME_IN, "Ada") == "Ada says: come in."
    assert ended_words(State.ANSWERED, How.REPLY, "Ada") == "Ada answered your question in the chat."
    assert ended_words(State.ANSWERED, How.DONE, "Ada") == "Ada answered your question."
    assert "Knock again" in ended_words(State.MISSED, None, "")


def test_what_is_wanted_follows_a_name() -> None:
    assert words_of(Wish.TALK) == "would like to talk"
    assert words_of(Wish.QUESTION, "Why?") == "has a question: Why?"


def test_a_note_is_one_line_and_short() -> None:
    assert clean_note("  about\n the\tscale ") == "about the scale"
    assert clean_note("") == ""
    with pytest.raises(Invalid, match="At most 200"):
        clean_note("x" * 201)


def test_each_visitor_has_a_room_of_the_own_and_those_who_answer_have_one() -> None:
    assert own_room(3, 9) == "knock:3:9"
    assert queue_room(3) == "knocks:3"
