"""The commands of the backstage: be there, give signals, call hands; and for everybody: raise one's own."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.backstage import actions, forms, queries
from portal.backstage.events import BackstageTold, HandSeen, HandTold, OnSeen, SignalSeen
from portal.backstage.rules import Press, Turn, hand_in, room_of, room_of_hand, stage_in
from portal.clock import now
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.stage.queries import workshop_of_stage
from portal.store.work import Work


class BackstageEntered(TypedDict):
    """The newest number, what is on, what the chair shows, and the hands that are up, in their order."""

    head: int
    on: OnSeen | None
    signal: SignalSeen | None
    hands: list[HandSeen]


class OwnHand(TypedDict):
    """How one's own hand stands: raised, called or lowered; `version` only grows.

    `meeting` is the way into the meeting for who is called, else empty.
    """

    version: int
    state: str
    meeting: str


def enter(call: Call, stage_id: int) -> BackstageEntered:
    """Be backstage and hear what changes there."""
    queries.backstage_for(call.work, call.actor, SEE, stage_id)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(room_of(stage_id))
    call.work.renew()
    row = queries.backstage_for(call.work, call.actor, SEE, stage_id)
    return {
        "head": row.head,
        "on": queries.on_wire(queries.on_stage(call.work, row, now())),
        "signal": queries.signal_wire(row),
        "hands": [queries.hand_wire(hand) for hand in queries.hands_up(call.work, stage_id)],
    }


def leave(call: Call, stage_id: int) -> Nothing:
    """Hear the backstage no longer; leaving twice is the same as once."""
    call.leave(room_of(stage_id))
    return {}


def give_signal(call: Call, press: Press) -> Nothing:
    """Show “five” or “one” (minutes left) or “stop” on every page backstage, for what is on now; “none” takes it back."""
    actions.give_signal(call.work, call.actor, press)
    return {}


def set_hand(call: Call, turn: Turn) -> Nothing:
    """Call somebody whose hand is up, lower the hand, or let it wait again. Nobody is moved: who is called may come."""
    actions.set_hand(call.work, call.actor, turn)
    return {}


def watch_hand(call: Call, stage_id: int) -> OwnHand:
    """Hear of one's own hand on this stage."""
    queries.backstage_for(call.work, call.actor, RAISE, stage_id)
    call.join(room_of_hand(stage_id, call.actor.known_id))
    call.work.renew()
    return _own(call, stage_id)


def unwatch_hand(call: Call, stage_id: int) -> Nothing:
    """Hear of it no longer; it stays up."""
    call.leave(room_of_hand(stage_id, call.actor.known_id))
    return {}


def raise_hand(call: Call, stage_id: int) -> OwnHand:
    """Ask to speak. A hand that is up already keeps its place."""
    actions.raise_hand(call.work, call.actor, stage_id)
    return _own(call, stage_id)


def lower_hand(call: Call, stage_id: int) -> OwnHand:
    """Ask no longer, or have asked."""
    actions.lower_hand(call.work, call.actor, stage_id)
    return _own(call, stage_id)


def _own(call: Call, stage_id: int) -> OwnHand:
    row = queries.backstage_for(call.work, call.actor, RAISE, stage_id)
    told = queries.told_of(row, queries.own_hand(call.work, call.actor, stage_id), call.actor.known_id)
    return {"version": told.version, "state": told.state, "meeting": told.meeting}


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[BackstageTold | HandTold]:
    """The newest number of each backstage and what is on there, and how the hands stand of those who look."""
    stages = [stage for room in rooms if (stage := stage_in(room)) is not None]
    whose = [one for room in rooms if (one := hand_in(room)) is not None]
    return [
        *(queries.backstages_told(work, stages) if stages else ()),
        *(queries.hands_told(work, whose) if whose else ()),
    ]


def at_stage(work: Work, wanted: int | Press) -> int:
    return workshop_of_stage(work, wanted if isinstance(wanted, int) else wanted.stage_id)


def at_hand(work: Work, wanted: Turn) -> int:
    return queries.workshop_of_hand(work, wanted.hand_id)


SEE, LEAD, RAISE = Permission.SEE_BACKSTAGE, Permission.LEAD_BACKSTAGE, Permission.RAISE_HAND
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "backstage.enter": Command(forms.read_stage, at_stage, enter, "limit_read", may=SEE, refusals=OUTSIDE),
    "backstage.leave": Command(forms.read_stage, at_stage, leave, "limit_read", refusals=(NotFound,)),
    "backstage.give_signal": Command(
        forms.read_signal, at_stage, give_signal, "limit_vote", kind="durable", may=LEAD, refusals=TOO_LATE
    ),
    "backstage.set_hand": Command(
        forms.read_turn, at_hand, set_hand, "limit_vote", kind="durable", may=LEAD, refusals=TOO_LATE
    ),
    "backstage.watch_hand": Command(
        forms.read_stage, at_stage, watch_hand, "limit_read", may=RAISE, refusals=OUTSIDE
    ),
    "backstage.unwatch_hand": Command(
        forms.read_stage, at_stage, unwatch_hand, "limit_read", refusals=(NotFound,)
    ),
    "backstage.raise_hand": Command(
        forms.read_stage, at_stage, raise_hand, "limit_hand", kind="durable", may=RAISE, refusals=TOO_LATE
    ),
    "backstage.lower_hand": Command(
        forms.read_stage, at_stage, lower_hand, "limit_hand", kind="durable", may=RAISE, refusals=OUTSIDE
    ),
}
