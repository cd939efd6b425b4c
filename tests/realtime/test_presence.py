"""Presence counts people, not connections."""

from portal.realtime.presence import Presence, Seat

ADA, BEN = Seat(1, "Person A", "attendee"), Seat(2, "Person B", "presenter")


def test_two_tabs_of_one_person_are_one_person() -> None:
    presence = Presence()
    presence.enter("thread:1", "tab-1", ADA)
    presence.enter("thread:1", "tab-2", ADA)
    assert presence.people("thread:1").count == 1

    presence.drop("tab-1")

    assert presence.people("thread:1").count == 1
    presence.drop("tab-2")
    assert presence.people("thread:1").count == 0
    assert presence.rooms() == ()


def test_a_host_comes_first_and_the_others_in_the_order_of_coming() -> None:
    presence = Presence()
    presence.enter("thread:1", "a", ADA)
    presence.enter("thread:1", "b", BEN)

    assert [seat.name for seat in presence.people("thread:1").seats] == ["Person B", "Person A"]


def test_a_room_is_told_once_for_all_that_changed() -> None:
    presence = Presence()
    presence.enter("thread:1", "a", ADA)
    presence.enter("thread:1", "b", BEN)
    assert presence.take_changed() == {"thread:1"}
    assert presence.take_changed() == frozenset()

    presence.enter("thread:1", "a-again", ADA)

    assert presence.take_changed() == frozenset(), "a second tab changes nothing that others see"


def test_leaving_a_room_that_one_is_not_in_changes_nothing() -> None:
    presence = Presence()
    presence.leave("thread:1", "nobody")
    presence.drop("nobody")

    assert presence.take_changed() == frozenset()


def test_a_large_room_shows_its_count_and_a_sample() -> None:
    presence = Presence()
    for number in range(250):
        presence.enter("thread:1", f"c{number}", Seat(number, f"Person {number}", "attendee"))

    told = presence.people("thread:1").wire()

    assert (told["count"], len(told["sample"])) == (250, 200)
