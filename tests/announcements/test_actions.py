"""Announcing, withdrawing and dismissing, on both kinds of store."""

from datetime import timedelta

import pytest
import time_machine

from portal.access import Actor
from portal.announcements import actions, queries
from portal.announcements.events import Changed, ChangedHere, Dismissed
from portal.announcements.models import Announcement
from portal.announcements.rules import Audience, Draft, Kind
from portal.clock import now
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.store.work import Store
from tests.announcements.made import Scene, make_scene
from tests.made import committed


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def read_by(scene: Scene, actor: Actor) -> list[str]:
    """What waits unread for this person, the newest first."""
    with scene.store.reading() as work:
        workshop = queries.workshop_to_hear(work, actor)
        return [row.text for row in queries.unread(work, actor, workshop)]


def shown_to(scene: Scene, actor: Actor, place: str = "") -> list[str]:
    with scene.store.reading() as work:
        workshop = queries.workshop_to_hear(work, actor)
        return [row.text for row in queries.shown(queries.unread(work, actor, workshop), place)]


def test_everybody_reads_what_is_for_all_and_only_presenters_and_organizers_what_is_for_presenters(
    scene: Scene,
) -> None:
    scene.say("for all")
    scene.say("for presenters", Audience.PRESENTERS)

    assert read_by(scene, scene.attendee) == read_by(scene, scene.chair) == ["for all"]
    assert read_by(scene, scene.presenter) == ["for presenters", "for all"]
    assert read_by(scene, scene.organizer) == ["for presenters", "for all"]


def test_a_room_is_told_on_its_own_pages_and_everybody_finds_it_in_the_inbox(scene: Scene) -> None:
    scene.say("at the stage", Audience.STAGE)
    scene.say("in the hall", Audience.HALL)

    assert shown_to(scene, scene.attendee) == []
    assert shown_to(scene, scene.attendee, "hall") == ["in the hall"]
    assert shown_to(scene, scene.attendee, f"stage:{scene.stage_id}") == ["at the stage"]
    assert shown_to(scene, scene.attendee, f"stage:{scene.other_stage_id}") == []
    assert read_by(scene, scene.attendee) == ["in the hall", "at the stage"]


def test_urgent_ones_come_first_then_the_newest(scene: Scene) -> None:
    scene.say("first")
    scene.say("fire", kind=Kind.URGENT)
    scene.say("last")

    assert shown_to(scene, scene.attendee) == ["fire", "last", "first"]


def test_what_is_over_leaves_the_pages_and_stays_in_the_inbox(scene: Scene) -> None:
    scene.say("ten minutes", minutes=10)

    with time_machine.travel(now() + timedelta(minutes=10, seconds=1), tick=False):
        assert shown_to(scene, scene.attendee) == []
        assert read_by(scene, scene.attendee) == ["ten minutes"]


def test_an_announcement_sent_twice_is_one(scene: Scene) -> None:
    assert scene.say("once") == scene.say("once")

    assert read_by(scene, scene.attendee) == ["once"]


def test_a_chair_tells_a_stage_and_nobody_else(scene: Scene) -> None:
    with committed(scene.store) as work:
        actions.announce(work, scene.chair, Draft("c-1", "Sound check", Audience.STAGE, scene.stage_id))
    for audience in (Audience.ALL, Audience.PRESENTERS, Audience.HALL):
        with scene.store.writing() as work, pytest.raises(NotAllowed):
            actions.announce(work, scene.chair, Draft("c-2", "Hello", audience))

    assert shown_to(scene, scene.attendee, f"stage:{scene.stage_id}") == ["Sound check"]


@pytest.mark.parametrize("who", ["attendee", "presenter", "stranger"])
def test_nobody_else_announces_or_withdraws(scene: Scene, who: str) -> None:
    said = scene.say()
    actor: Actor = getattr(scene, who)
    with scene.store.writing() as work:
        if actor is not scene.stranger:
            with pytest.raises(NotAllowed):
                actions.announce(work, actor, Draft("c", "Hi", Audience.STAGE, scene.stage_id))
        with pytest.raises((NotAllowed, NotFound)):
            actions.withdraw(work, actor, said)


def test_a_stage_of_another_workshop_is_no_stage(scene: Scene) -> None:
    with scene.store.writing() as work, pytest.raises(NotFound):
        actions.announce(work, scene.organizer, Draft("c", "Hi", Audience.STAGE, 10**6))


def test_nothing_is_no_announcement(scene: Scene) -> None:
    with scene.store.writing() as work, pytest.raises(Invalid):
        actions.announce(work, scene.organizer, Draft("c", "  ", Audience.ALL))


def test_changes_are_numbered_without_a_gap_and_each_says_who_may_hear_it(scene: Scene) -> None:
    with committed(scene.store) as work:
        one = actions.announce(work, scene.organizer, Draft("a", "for all", Audience.ALL))
        actions.announce(work, scene.organizer, Draft("b", "for presenters", Audience.PRESENTERS))
        actions.withdraw(work, scene.organizer, one.id)
        heard = list(work.announced)

    common = [event for event in heard if isinstance(event, Changed)]
    assert [event.head for event in common] == [1, 2, 3]
    assert [event.announcement and event.announcement["text"] for event in common] == ["for all", None, None]
    (narrow,) = [event for event in heard if isinstance(event, ChangedHere)]
    assert narrow.head == 2
    assert narrow.room == f"announcements:{scene.workshop_id}:presenters"
    assert heard.index(narrow) < heard.index(common[1]), "so that they know that it is theirs"


def test_what_is_withdrawn_is_gone_until_it_is_said_again(scene: Scene) -> None:
    said = scene.say("wrong room", minutes=10)
    with committed(scene.store) as work:
        actions.withdraw(work, scene.organizer, said)
        actions.withdraw(work, scene.organizer, said)
    assert read_by(scene, scene.attendee) == []

    with committed(scene.store) as work:
        actions.restore(work, scene.organizer, said)
    assert shown_to(scene, scene.attendee) == ["wrong room"]
    with scene.store.reading() as work:
        assert work.get(Announcement, said).number == queries.head_of(work, scene.workshop_id) == 3


def test_what_is_over_cannot_be_said_again(scene: Scene) -> None:
    said = scene.say(minutes=10)
    with committed(scene.store) as work:
        actions.withdraw(work, scene.organizer, said)

    with (
        time_machine.travel(now() + timedelta(minutes=11), tick=False),
        scene.store.writing() as work,
        pytest.raises(Conflict),
    ):
        actions.restore(work, scene.organizer, said)


def test_dismissing_is_for_one_person_and_once(scene: Scene) -> None:
    first, _ = scene.say("one"), scene.say("two")
    with committed(scene.store) as work:
        assert actions.dismiss(work, scene.attendee, [first]) == 1
        assert actions.dismiss(work, scene.attendee, [first]) == 1
        heard = [event for event in work.announced if isinstance(event, Dismissed)]

    assert [(event.announcements, event.unread) for event in heard] == [([first], 1)]
    assert heard[0].room == f"announcements:{scene.workshop_id}:person:{scene.attendee.known_id}"
    assert read_by(scene, scene.attendee) == ["two"]
    assert read_by(scene, scene.presenter) == ["two", "one"]


def test_all_are_marked_as_read_together(scene: Scene) -> None:
    scene.say("one")
    scene.say("two", Audience.HALL)
    with committed(scene.store) as work:
        assert actions.dismiss(work, scene.attendee) == 0

    assert read_by(scene, scene.attendee) == []


def test_what_one_cannot_read_cannot_be_dismissed(scene: Scene) -> None:
    said = scene.say("for presenters", Audience.PRESENTERS)
    with committed(scene.store) as work:
        actions.dismiss(work, scene.attendee, [said])
        assert work.announced == []
