"""Presence counts people, not connections: the same in memory and between workers."""

import pytest

from portal.realtime.presence import Seat
from tests.realtime.presences import Watched, make_watched

KINDS = ("memory", "redis, same worker", "redis, other worker")

ADA, BEN = Seat(1, "Person A", "attendee"), Seat(2, "Person B", "presenter")


@pytest.fixture(params=KINDS)
def presence(request: pytest.FixtureRequest) -> Watched:
    kind = str(request.param)
    return make_watched(kind, None if kind == "memory" else request.getfixturevalue("redis_server"))


def test_two_tabs_of_one_person_are_one_person(presence: Watched) -> None:
    presence.enter("thread:1", "tab-1", ADA)
    presence.enter("thread:1", "tab-2", ADA)
    assert presence.people("thread:1").count == 1

    presence.drop("tab-1")

    assert presence.people("thread:1").count == 1
    presence.drop("tab-2")
    assert presence.people("thread:1").count == 0
    assert len(presence.rooms()) == 0


def test_a_host_comes_first_and_the_others_in_the_order_of_coming(presence: Watched) -> None:
    presence.enter("thread:1", "a", ADA)
    presence.enter("thread:1", "b", BEN)

    assert [seat.name for seat in presence.people("thread:1").seats] == ["Person B", "Person A"]


def test_a_room_is_told_once_for_all_that_changed(presence: Watched) -> None:
    presence.enter("thread:1", "a", ADA)
    presence.enter("thread:1", "b", BEN)
    assert presence.take_changed() == {"thread:1"}
    assert presence.take_changed() == frozenset()

    presence.enter("thread:1", "a-again", ADA)

    assert presence.take_changed() == frozenset(), "a second tab changes nothing that others see"


def test_leaving_a_room_that_one_is_not_in_changes_nothing(presence: Watched) -> None:
    presence.leave("thread:1", "nobody")
    presence.drop("nobody")

    assert presence.take_changed() == frozenset()


def test_a_large_room_shows_its_count_and_a_sample(presence: Watched) -> None:
    for number in range(250):
        presence.enter("thread:1", f"c{number}", Seat(number, f"Person {number}", "attendee"))

    told = presence.people("thread:1").wire()

    assert (told["count"], len(told["sample"])) == (250, 200)
