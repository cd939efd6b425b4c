"""What may be asked, in which order, and what the poster's thread is told."""

from dataclasses import dataclass

import pytest

from portal.errors import Conflict, Invalid, NotFound
from portal.questions.rules import (
    Place,
    State,
    address_in,
    check_own,
    check_vote,
    clean,
    clean_question,
    notice_of,
    queue_of,
    rank,
    read_address,
    room_of,
)


@dataclass(frozen=True)
class One:
    """A question, as far as its order goes."""

    id: int
    state: str = State.VISIBLE
    votes: int = 0
    is_pinned: bool = False


def test_pinned_comes_first_then_what_is_answered_now_then_votes_then_age() -> None:
    questions = [
        One(1, State.ANSWERED, votes=9),
        One(2),
        One(3, votes=1),
        One(4, State.ANSWERING),
        One(5, is_pinned=True),
        One(6, votes=1),
        One(7, State.WAITING),
        One(8, State.HIDDEN, votes=3),
    ]

    assert [one.id for one in sorted(questions, key=rank)] == [5, 4, 7, 3, 6, 2, 1, 8]


def test_a_text_is_kept_plain_and_within_its_length() -> None:
    assert clean_question("  Why\r\nso?\x07 ") == "Why\nso?"
    with pytest.raises(Invalid, match="write your question"):
        clean_question(" \n ")
    with pytest.raises(Invalid, match="1001 characters"):
        clean_question("x" * 1001)
    assert clean("") == ""


@pytest.mark.parametrize("text", ["", "t", "t0", "x3", "t3x", "s-1", "t1234567890"])
def test_an_address_is_that_of_a_talk_or_of_a_session(text: str) -> None:
    assert read_address("t12") == ("t", 12)
    assert read_address("s3") == ("s", 3)
    with pytest.raises(NotFound):
        read_address(text)


def test_a_place_has_the_address_of_its_talk_else_of_its_session() -> None:
    assert Place(1, 3, 12, "Moon").address == "t12"
    assert Place(1, 3, None, "Spring tides").address == "s3"


def test_only_the_room_of_the_audience_is_counted_by_the_clock() -> None:
    assert address_in(room_of("t12")) == "t12"
    assert address_in(queue_of("t12")) is None
    assert address_in("thread:12") is None


@pytest.mark.parametrize("state", [State.ANSWERING, State.ANSWERED, State.HIDDEN])
def test_ones_own_question_stays_as_it_is_once_the_chair_took_it_up(state: State) -> None:
    check_own(State.WAITING)
    check_own(State.VISIBLE)
    with pytest.raises(Conflict):
        check_own(state)


def test_a_vote_is_for_what_is_shown_and_open() -> None:
    check_vote(State.VISIBLE)
    check_vote(State.ANSWERING)
    with pytest.raises(Conflict):
        check_vote(State.ANSWERED)
    for state in (State.WAITING, State.HIDDEN, State.WITHDRAWN):
        with pytest.raises(NotFound):
            check_vote(state)


def test_the_notice_names_who_asked_only_where_there_is_a_name() -> None:
    told = notice_of("Moon", "Person A", "Why?", 1, "/tides/questions/t1#question-5")

    assert told == "Person A asked at the talk “Moon” (1 vote):\nWhy?\n/tides/questions/t1#question-5"
    assert notice_of("Moon", "", "Why?", 0, "/x").startswith("Somebody asked at the talk “Moon”:\n")
