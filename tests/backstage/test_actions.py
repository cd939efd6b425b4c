"""Signals and hands: who gives them, what is told, and what twice means."""

from datetime import timedelta

import pytest

from portal.access import Actor
from portal.backstage.events import HandChanged, HandTold, Signalled, SignalSeen
from portal.backstage.queries import backstages_told
from portal.backstage.rules import HandState, Signal
from portal.clock import now
from portal.errors import Conflict, NotAllowed, NotFound
from portal.programme.models import ProgrammeSession, Talk
from portal.store.work import Store
from tests.backstage.made import MEETING, Scene, make_scene
from tests.made import committed


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def test_a_signal_counts_for_the_talk_that_is_on_and_is_told_once(scene: Scene) -> None:
    first = scene.signal(Signal.FIVE)
    again = scene.signal(Signal.FIVE)
    back = scene.signal(Signal.NONE)

    shown = SignalSeen(signal="five", address=scene.around.address)
    assert first == [Signalled(stage=scene.stage_id, head=1, signal=shown)]
    assert again == []
    assert back == [Signalled(stage=scene.stage_id, head=2, signal=None)]


def test_a_signal_needs_somebody_who_leads_and_something_that_is_on(scene: Scene) -> None:
    for person in (scene.attendee, scene.speaker):
        with pytest.raises(NotAllowed):
            scene.signal(Signal.STOP, by=person)
    with pytest.raises(NotFound):
        scene.signal(Signal.STOP, by=scene.around.stranger)
    end_everything(scene)

    with pytest.raises(Conflict):
        scene.signal(Signal.STOP)


def test_hands_wait_in_the_order_in_which_they_were_raised_and_one_that_is_up_keeps_its_place(
    scene: Scene,
) -> None:
    scene.raise_hand(scene.attendee)
    scene.raise_hand(scene.other)

    scene.raise_hand(scene.attendee)

    up = HandState.RAISED
    assert scene.queue() == [(scene.attendee.known_id, up), (scene.other.known_id, up)]
    assert scene.row().head == 2, "the third time changed nothing"


def test_only_who_is_called_is_given_the_way_into_the_meeting_and_only_for_that_call(scene: Scene) -> None:
    hand = scene.raise_hand(scene.attendee)
    scene.raise_hand(scene.other)
    assert scene.meeting_of(scene.attendee) == ""

    called = scene.turn(hand, HandState.CALLED)

    assert [scene.meeting_of(one) for one in (scene.attendee, scene.other)] == [MEETING, ""]
    assert [type(one) for one in called] == [HandChanged, HandTold]
    assert [one.room for one in called] == [
        f"backstage:{scene.stage_id}",
        f"hand:{scene.stage_id}:{scene.attendee.known_id}",
    ]
    scene.turn(hand, HandState.LOWERED)
    assert scene.meeting_of(scene.attendee) == ""
    with pytest.raises(Conflict):
        scene.turn(hand, HandState.CALLED)


def test_every_change_has_its_number_and_the_same_again_is_none(scene: Scene) -> None:
    hand = scene.raise_hand(scene.attendee)
    heads = [
        event.head
        for state in (HandState.CALLED, HandState.CALLED, HandState.RAISED, HandState.LOWERED)
        for event in scene.turn(hand, state)
        if isinstance(event, HandChanged)
    ]
    lowered = scene.lower_hand(scene.attendee)

    assert (heads, lowered) == ([2, 3, 4], [])
    assert scene.raise_hand(scene.attendee) == hand
    assert scene.row().head == 5


def test_without_a_meeting_nobody_can_ask_by_voice(scene: Scene) -> None:
    scene.set_meeting("")

    with pytest.raises(Conflict):
        scene.raise_hand(scene.attendee)


def test_nobody_calls_a_hand_who_does_not_lead(scene: Scene) -> None:
    hand = scene.raise_hand(scene.attendee)

    def refusal(by: Actor) -> type[Exception]:
        with pytest.raises((NotAllowed, NotFound)) as refused:
            scene.turn(hand, HandState.CALLED, by=by)
        return refused.type

    people = (scene.attendee, scene.speaker, scene.around.stranger)
    assert [refusal(one) for one in people] == [NotAllowed, NotAllowed, NotFound]


def test_those_backstage_are_told_what_is_on_and_when_the_programme_has_moved_it(scene: Scene) -> None:
    with scene.store.reading() as work:
        (before,) = backstages_told(work, [scene.stage_id])
    with committed(scene.store) as work:
        talk = work.get(Talk, scene.around.talk_id)
        assert talk.ends_at is not None
        talk.ends_at = until = talk.ends_at + timedelta(minutes=5)
    with scene.store.reading() as work:
        (after,) = backstages_told(work, [scene.stage_id])
    end_everything(scene)
    with scene.store.reading() as work:
        (nothing,) = backstages_told(work, [scene.stage_id])

    assert before.on is not None
    assert after.on == {**before.on, "ends_at": until.isoformat()}
    assert (after.on["title"], after.on["is_now"], nothing.on) == ("Moon", True, None)


def end_everything(scene: Scene) -> None:
    with committed(scene.store) as work:
        session = work.get(ProgrammeSession, scene.around.session_id)
        session.starts_at, session.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=2)
