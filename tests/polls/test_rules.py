"""The rules of polls: what a draft may be, what a vote may say, which words a cloud shows."""

import pytest

from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.polls.rules import (
    Choice,
    Draft,
    Kind,
    State,
    address_in,
    check_results,
    check_turn,
    checked_choice,
    checked_draft,
    cloud_of,
    counted,
    poll_in,
    read_address,
    results_of,
    room_of,
)


def draft(title: str = "Which tide?", kind: Kind = Kind.SINGLE, *options: str) -> Draft:
    return Draft("s1", "c-1", title, kind, options)


def test_answers_of_a_draft_lose_empty_lines_and_odd_spaces() -> None:
    kept = checked_draft(draft("  Which\ttide? ", Kind.MULTIPLE, " Spring ", "", "Ne\u0000ap"))

    assert kept == ("Which tide?", ["Spring", "Ne ap"])


def test_answers_that_a_kind_does_not_have_are_left_out() -> None:
    assert checked_draft(draft("How was it?", Kind.RATING, "a", "b")) == ("How was it?", [])


@pytest.mark.parametrize(
    "wrong",
    [
        draft("", Kind.TEXT),
        draft("x" * 301, Kind.TEXT),
        draft("Which?", Kind.SINGLE, "one"),
        draft("Which?", Kind.SINGLE, *map(str, range(13))),
        draft("Which?", Kind.SINGLE, "Spring", "spring"),
        draft("Which?", Kind.SINGLE, "a", "b" * 121),
    ],
)
def test_a_draft_that_cannot_be_answered_is_refused(wrong: Draft) -> None:
    with pytest.raises(Invalid):
        checked_draft(wrong)


@pytest.mark.parametrize(
    ("kind", "choice", "kept"),
    [
        (Kind.SINGLE, Choice((1, 1)), Choice((1,))),
        (Kind.MULTIPLE, Choice((1, 0, 1)), Choice((0, 1))),
        (Kind.RATING, Choice((5,)), Choice((5,))),
        (Kind.TEXT, Choice((), " A  word "), Choice((), "A word")),
        (Kind.CLOUD, Choice((), "Moon; SUN,moon,"), Choice((), "moon, sun")),
    ],
)
def test_a_vote_is_kept_in_one_form(kind: Kind, choice: Choice, kept: Choice) -> None:
    assert checked_choice(kind, ["Spring", "Neap"], choice) == kept


@pytest.mark.parametrize(
    ("kind", "choice"),
    [
        (Kind.SINGLE, Choice()),
        (Kind.SINGLE, Choice((0, 1))),
        (Kind.MULTIPLE, Choice((2,))),
        (Kind.RATING, Choice((0,))),
        (Kind.RATING, Choice((6,))),
        (Kind.TEXT, Choice((), " ")),
        (Kind.TEXT, Choice((), "x" * 281)),
        (Kind.CLOUD, Choice((), ",;")),
        (Kind.CLOUD, Choice((), "a,b,c,d")),
        (Kind.CLOUD, Choice((), "x" * 31)),
    ],
)
def test_what_is_no_answer_to_the_poll_is_refused(kind: Kind, choice: Choice) -> None:
    with pytest.raises(Invalid):
        checked_choice(kind, ["Spring", "Neap"], choice)


def test_options_and_stars_are_counted_in_their_order() -> None:
    choices = [Choice((0, 2)), Choice((2,))]

    assert counted(Kind.MULTIPLE, ["a", "b", "c"], choices) == [1, 0, 2]
    assert counted(Kind.RATING, [], [Choice((1,)), Choice((5,)), Choice((5,))]) == [1, 0, 0, 0, 2]


def test_a_cloud_shows_the_words_of_two_and_more_the_most_frequent_first() -> None:
    said = ["moon, sun", "moon, sun", "moon, only mine"]

    assert cloud_of(Choice((), text) for text in said) == [("moon", 3), ("sun", 2)]


def test_a_poll_goes_from_draft_to_open_to_closed_and_back_to_open() -> None:
    for before, wanted in ((State.DRAFT, State.OPEN), (State.OPEN, State.CLOSED), (State.CLOSED, State.OPEN)):
        check_turn(before, wanted)
    for before, wanted in (
        (State.DRAFT, State.CLOSED),
        (State.OPEN, State.DRAFT),
        (State.CLOSED, State.DRAFT),
    ):
        with pytest.raises(Conflict):
            check_turn(before, wanted)


def test_results_are_for_voters_and_leaders_and_for_all_once_closed() -> None:
    check_results(State.OPEN, has_voted=True, leads=False)
    check_results(State.OPEN, has_voted=False, leads=True)
    check_results(State.CLOSED, has_voted=False, leads=False)
    with pytest.raises(NotAllowed):
        check_results(State.OPEN, has_voted=False, leads=False)
    with pytest.raises(NotFound):
        check_results(State.DRAFT, has_voted=False, leads=False)


def test_addresses_and_rooms_are_read_back() -> None:
    assert read_address("s12") == ("s", 12)
    assert address_in(room_of("w3")) == "w3"
    assert poll_in(results_of(7)) == 7
    assert address_in(results_of(7)) is None
    assert poll_in(room_of("s7")) is None
    for wrong in ("t1", "s0", "s", "", "s1; drop"):
        with pytest.raises(NotFound):
            read_address(wrong)
