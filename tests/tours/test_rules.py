"""Who walks together, past which boards, and where everybody is at an instant."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.errors import Conflict, Invalid
from portal.tours.rules import (
    MOVING,
    PITCH,
    QUESTIONS,
    Board,
    Other,
    Phase,
    Times,
    Waiting,
    arrival,
    best_other,
    comes_words,
    ends_at,
    group_up,
    is_gone,
    is_majority,
    moment,
    prolonged,
    route_for,
    shared_topics,
    skipped,
    topics_in,
)

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def queue(count: int, waited: float = 0) -> list[Waiting]:
    return [Waiting(number, at(number - waited)) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, []),
        (1, []),
        (3, []),
        (4, [4]),
        (6, [6]),
        (7, [4]),
        (8, [4, 4]),
        (11, [6, 5]),
        (12, [4, 4, 4]),
        (13, [5, 4, 4]),
    ],
)
def test_groups_have_four_to_six_people(count: int, sizes: list[int]) -> None:
    groups = group_up(queue(count), at(20))

    assert [len(group) for group in groups] == sizes
    people = [one.person_id for group in groups for one in group]
    assert len(people) == len(set(people)), "nobody is in two groups"


def test_after_ninety_seconds_two_are_enough_and_one_is_never_sent_alone() -> None:
    assert group_up(queue(2), at(89)) == []
    assert [len(group) for group in group_up(queue(2), at(90))] == [2]
    assert group_up(queue(1), at(900)) == []


def test_those_with_shared_topics_walk_together_and_who_waited_longest_chooses_first() -> None:
    words = ["ice", "sand", "Ice", "sand", "ice", "sand", "ICE", "sand"]
    waiting = [Waiting(number, at(number), (word,)) for number, word in enumerate(words)]

    groups = group_up(waiting, at(10))

    assert [{one.person_id for one in group} for group in groups] == [{0, 2, 4, 6}, {1, 3, 5, 7}]
    assert shared_topics(groups[0]) == ["ice"]


def test_a_route_prefers_what_they_starred_have_not_seen_and_nobody_visits() -> None:
    boards = [Board(number, number, visits=10 - number) for number in range(1, 9)]

    route = route_for(boards, [1, 2], {1: [2]}, {2: [8]}, [])

    assert len(route) == 4
    assert {2, 7, 6, 5} == set(route), "the starred one, then the least visited that nobody has seen"


def test_a_route_is_longer_for_what_they_starred_and_never_leads_to_an_own_board() -> None:
    boards = [
        Board(number, number, presenter_ids=frozenset([1] if number == 3 else [])) for number in range(1, 9)
    ]

    route = route_for(boards, [1, 2], {1: range(1, 9)}, {}, [])

    assert (len(route), 3 in route) == (6, False)


def test_a_route_begins_where_a_presenter_is_and_follows_the_topics() -> None:
    boards = [Board(number, number, tags=("Ice",) if number > 4 else ()) for number in range(1, 9)]
    boards[6] = Board(7, 7, ("ice",), visits=50, is_hosted=True)

    route = route_for(boards, [1], {}, {}, ["ice"])

    assert (route[0], set(route)) == (7, {5, 6, 7, 8})
    assert route_for(boards[:2], [1], {}, {}, []) == [1, 2], "where there are no more it is shorter"
    assert route_for([], [1], {}, {}, []) == []


@pytest.mark.parametrize(
    ("seconds", "phase", "index", "left"),
    [
        (-10, Phase.GATHERING, 0, 10),
        (0, Phase.PITCH, 0, 120),
        (119.5, Phase.PITCH, 0, 0.5),
        (120, Phase.QUESTIONS, 0, 180),
        (300, Phase.MOVING, 1, 20),
        (320, Phase.PITCH, 1, 120),
        (620, Phase.OVER, 1, 0),
        (9000, Phase.OVER, 1, -8380),
    ],
)
def test_where_a_tour_is_follows_from_its_start(
    seconds: float, phase: Phase, index: int, left: float
) -> None:
    here = moment(START, [Times(), Times()], at(seconds))

    assert (here.phase, here.index) == (phase, index)
    assert (here.until - at(seconds)).total_seconds() == left


def test_a_minute_more_moves_all_that_follows_twice_at_most() -> None:
    stops = [Times(), Times()]
    here = moment(START, stops, at(10))

    once = prolonged(stops[0], here)
    twice = prolonged(once, moment(START, [once], at(200)))

    assert once.pitch == PITCH + timedelta(minutes=1)
    assert twice.questions == QUESTIONS + timedelta(minutes=1)
    assert arrival(START, [twice, stops[1]], 1) == at(300 + 120 + 20)
    with pytest.raises(Conflict, match="twice"):
        prolonged(twice, here)
    with pytest.raises(Conflict, match="on its way"):
        prolonged(stops[1], moment(START, stops, at(310)))


@pytest.mark.parametrize("seconds", [7.5, 130.25])
def test_a_skipped_stop_ends_at_once_and_the_group_moves_on(seconds: float) -> None:
    stops = [Times(), Times()]

    stops[0] = skipped(stops[0], moment(START, stops, at(seconds)), at(seconds))

    here = moment(START, stops, at(seconds))
    assert (here.phase, here.index, here.until) == (Phase.MOVING, 1, at(seconds) + MOVING)
    assert ends_at(START, stops) == at(seconds) + MOVING + PITCH + QUESTIONS
    with pytest.raises(Conflict, match="already on its way"):
        skipped(stops[1], here, at(seconds))


def test_more_than_half_is_a_majority() -> None:
    assert [is_majority(votes, 4) for votes in (1, 2, 3)] == [False, False, True]
    assert is_majority(1, 1)


def test_who_is_left_alone_finds_the_group_with_most_boards_ahead() -> None:
    one, full = Other(1, 4, frozenset({5})), Other(2, 6, frozenset({5, 6}))
    best, away = Other(3, 5, frozenset({5, 6, 9})), Other(4, 2, frozenset({9}))

    assert best_other([5, 6], [one, full, best, away]) == best
    assert best_other([5, 6], [full, away]) is None


def test_who_has_closed_all_pages_is_gone_from_the_queue() -> None:
    minute = timedelta(minutes=1)
    assert is_gone(minute, minute)
    assert not is_gone(minute, timedelta(seconds=10))
    assert not is_gone(5 * minute, None), "without scripts nobody can see it"
    assert is_gone(10 * minute, None)


def test_words_say_when_a_group_comes_and_topics_are_read() -> None:
    assert comes_words(118, "P3") == "In 2 min at P3."
    assert comes_words(12, "P3") == "In a moment at P3."
    assert topics_in(" ice , Ice,\nwaves ") == ("ice", "waves")
    for text in ("x" * 41, ",".join("abcdefghi")):
        with pytest.raises(Invalid):
            topics_in(text)
