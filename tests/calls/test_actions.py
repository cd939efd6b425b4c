"""Seats are taken once, kept by saying so, and given back; hosts mute and remove."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.access import Actor
from portal.calls import actions
from portal.calls.queries import call_to_enter, elsewhere_of, state_of
from portal.calls.rules import GONE_SECONDS, REMOVED_MINUTES, SPEAKERS, Setting
from portal.clock import now
from portal.errors import NotAllowed, NotFound
from portal.events import Eviction
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Store, Work
from tests.calls.made import Scene, SeatTold, last_seats, make_scene, told
from tests.made import committed


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def seats(scene: Scene) -> dict[int, dict[str, object]]:
    with scene.store.reading() as work:
        return {seat["person"]: dict(seat) for seat in state_of(work, scene.thread_id, now())[1]}


def test_a_seat_is_seen_by_everybody_and_asked_for_twice_it_is_the_same(scene: Scene) -> None:
    one, other = scene.people(2)

    first = scene.join(one, video=True)
    again = scene.join(one, video=True)
    second = scene.join(other)

    assert first == again < second
    assert (seats(scene)[one.known_id]["video"], seats(scene)[other.known_id]["video"]) == (True, False)


def test_only_who_may_enter_the_thread_may_join_and_only_where_there_is_a_call(
    scene: Scene, store: Store
) -> None:
    other = make_scene(store, "lakes", kind="stage")

    with pytest.raises(NotFound):
        scene.join(scene.stranger)
    with pytest.raises(NotFound):
        other.join(other.presenter)
    with store.reading() as work, pytest.raises(NotFound):
        call_to_enter(work, scene.stranger, scene.thread_id)


def test_of_two_who_want_the_last_seat_at_once_one_gets_it_and_the_other_listens(scene: Scene) -> None:
    scene.join(scene.presenter)
    for person in scene.people(SPEAKERS - 2):
        scene.join(person)
    rivals = scene.people(2)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(scene.join, rivals))

    listening = [bool(seats(scene)[rival.known_id]["is_listening"]) for rival in rivals]
    assert sorted(listening) == [False, True]


def test_who_listens_moves_up_when_a_seat_is_free(scene: Scene) -> None:
    scene.join(scene.presenter)
    crowd = scene.people(SPEAKERS)
    held = [scene.join(person) for person in crowd]
    with committed(scene.store) as work:
        refused = actions.stay(work, crowd[-1], scene.wish(held[-1]))
        actions.leave(work, crowd[0], scene.at(held[0]))

    with committed(scene.store) as work:
        granted = actions.stay(work, crowd[-1], scene.wish(held[-1]))

        assert refused.why.startswith("Listening only")
        assert (granted.seat.is_listening, granted.seat.audio, granted.why) == (False, True, "")


def test_a_page_that_is_not_heard_of_loses_its_seat_and_the_others_are_told(scene: Scene) -> None:
    one, other = scene.people(2)
    gone = scene.join(one)

    with time_machine.travel(now() + timedelta(seconds=GONE_SECONDS + 1), tick=False):
        seat = scene.join(other)
        with committed(scene.store) as work:
            actions.stay(work, other, scene.wish(seat))
            left = state_of(work, scene.thread_id, now())[1]
        with committed(scene.store) as work, pytest.raises(NotFound):
            actions.stay(work, one, scene.wish(gone))

    assert [found["person"] for found in left] == [other.known_id]


def test_who_is_let_in_no_longer_loses_their_seat_as_soon_as_somebody_else_is_heard_of(scene: Scene) -> None:
    one, other = scene.people(2)
    scene.join(one)
    seat = scene.join(other)
    with committed(scene.store) as work:
        found = select(Registration).where(Registration.person_id == one.known_id)
        work.session.scalars(found).one().state = State.DECLINED

    with committed(scene.store) as work:
        actions.stay(work, other, scene.wish(seat))
        assert last_seats(work) == [other.known_id]


def test_staying_tells_nobody_anything_unless_something_is_new(scene: Scene) -> None:
    [one] = scene.people(1)
    seat = scene.join(one)

    with committed(scene.store) as work:
        actions.stay(work, one, scene.wish(seat))
        assert work.announced == []
        actions.stay(work, one, scene.wish(seat, audio=False))
        assert last_seats(work) == [one.known_id]


def test_a_person_has_one_seat_and_the_page_that_came_later_keeps_it(scene: Scene) -> None:
    [one] = scene.people(1)
    first = scene.join(one, client_id="first")

    with committed(scene.store) as work:
        wish = scene.wish(0)
        second = actions.join(work, one, wish).seat.id
        heard = told(work)

    assert list(seats(scene)) == [one.known_id]
    assert second != first
    assert SeatTold(thread=scene.thread_id, seat=first, what="elsewhere", by=one.name) in heard
    assert Eviction(room=f"call:{scene.thread_id}:{first}") in heard


def test_leaving_twice_is_the_same_as_once_and_nobody_leaves_for_somebody_else(scene: Scene) -> None:
    one, other = scene.people(2)
    seat = scene.join(one)

    with committed(scene.store) as work:
        actions.leave(work, other, scene.at(seat))
        assert work.announced == []
        actions.leave(work, one, scene.at(seat))
        actions.leave(work, one, scene.at(seat))

    assert seats(scene) == {}


@pytest.mark.parametrize(
    "who", [lambda scene: scene.presenter, lambda scene: scene.moderator, lambda scene: scene.organizer]
)
def test_a_host_mutes_and_removes(scene: Scene, who: Callable[[Scene], Actor]) -> None:
    host, [one] = who(scene), scene.people(1)
    seat = scene.join(one)

    with committed(scene.store) as work:
        actions.mute(work, host, scene.at(seat))
        assert told(work) == [SeatTold(thread=scene.thread_id, seat=seat, what="muted", by=host.name)]
    assert seats(scene)[one.known_id]["audio"] is False
    with committed(scene.store) as work:
        actions.remove(work, host, scene.at(seat))
        actions.remove(work, host, scene.at(seat))

    assert seats(scene) == {}
    with pytest.raises(NotAllowed, match="removed you"):
        scene.join(one)
    with time_machine.travel(now() + timedelta(minutes=REMOVED_MINUTES, seconds=1)):
        scene.join(one)


def test_nobody_else_mutes_removes_or_names_a_meeting(scene: Scene) -> None:
    one, other = scene.people(2)
    seat = scene.join(one)

    def refused(act: Callable[[Work], object]) -> None:
        with committed(scene.store) as work, pytest.raises(NotAllowed):
            act(work)

    refused(lambda work: actions.mute(work, other, scene.at(seat)))
    refused(lambda work: actions.remove(work, other, scene.at(seat)))
    refused(lambda work: actions.set_link(work, other, Setting(scene.thread_id, "")))
    refused(lambda work: actions.set_link(work, scene.moderator, Setting(scene.thread_id, "")))


def test_a_host_names_a_meeting_elsewhere(scene: Scene) -> None:
    with committed(scene.store) as work:
        actions.set_link(work, scene.presenter, Setting(scene.thread_id, "https://zoom.example/j/1"))

    with scene.store.reading() as work:
        assert elsewhere_of(work, scene.thread_id) == "https://zoom.example/j/1"
