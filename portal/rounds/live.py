"""The commands of the round: send, pin, go; and of the hall, which hears what is pinned."""

from typing import TypedDict

from portal.access import Permission
from portal.clock import now
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.knocks.rules import Whereabouts
from portal.posters.queries import hall_to_enter, poster_to_enter, workshop_of_poster
from portal.posters.rules import hall_room
from portal.rounds import actions, forms, queries
from portal.rounds.events import PinSeen
from portal.store.work import Work


class Watched(TypedDict):
    """The boards that are pinned now, the newest first."""

    pins: list[PinSeen]


class Sent(TypedDict):
    """The call, so that it can be taken back."""

    call: int


def watch_pins(call: Call, _hall: int) -> Watched:
    """Hear what is pinned in the hall, like `posters.watch`; `posters.unwatch` ends it. Answers with what is pinned."""
    workshop = hall_to_enter(call.work, call.actor)
    # Joining comes before reading, so that no pin between the two is missed.
    call.join(hall_room(workshop.id))
    call.work.renew()
    return {"pins": queries.wire(queries.pins_in(call.work, call.actor.workshop_id or 0, now()))}


def send(call: Call, wanted: forms.Sending) -> Sent:
    """Ask somebody to go to a board, or without `person` whoever is free; of two chairs at once the second gets a conflict.

    Who sees the round but does not lead it may send themselves, and is on the way then.
    """
    poster = poster_to_enter(call.work, call.actor, wanted.poster_id)
    where = Whereabouts.at(
        lambda room: call.presence.people(room).seats, poster.workshop_id, poster.thread_id
    )
    made = actions.send(call.work, call.actor, poster.id, wanted.to, where)
    return {"call": made.id}


def call_off(call: Call, call_id: int) -> Nothing:
    """Nobody has to go any more; twice is the same as once."""
    actions.call_off(call.work, call.actor, call_id)
    return {}


def answer(call: Call, wanted: forms.Answer) -> Nothing:
    """Say that one goes, or not now; for those who were asked. The call is `-1000000000` less the notice's `seq`."""
    actions.answer(call.work, call.actor, wanted.call_id, is_going=wanted.is_going)
    return {}


def pin(call: Call, poster_id: int) -> Nothing:
    """Put a board first in the hall for half an hour; a fourth one gets a conflict."""
    actions.pin(call.work, call.actor, poster_id)
    return {}


def unpin(call: Call, poster_id: int) -> Nothing:
    """Take it from there; twice is the same as once."""
    actions.unpin(call.work, call.actor, poster_id)
    return {}


def in_hall(_work: Work, hall: int) -> int:
    return hall


def at_poster(work: Work, wanted: int | forms.Sending) -> int:
    return workshop_of_poster(work, wanted.poster_id if isinstance(wanted, forms.Sending) else wanted)


def at_call(work: Work, wanted: int | forms.Answer) -> int:
    return queries.workshop_of_call(work, wanted.call_id if isinstance(wanted, forms.Answer) else wanted)


SEE, LEAD = Permission.SEE_ROUNDS, Permission.LEAD_ROUNDS
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "rounds.watch_pins": Command(
        forms.read_hall, in_hall, watch_pins, "limit_read", may=Permission.SEE_POSTERS, refusals=OUTSIDE
    ),
    "rounds.send": Command(
        forms.read_sending,
        at_poster,
        send,
        "limit_rounds",
        kind="durable",
        may=LEAD,
        refusals=(*TOO_LATE, Invalid),
    ),
    "rounds.call_off": Command(
        forms.read_call, at_call, call_off, "limit_rounds", kind="durable", may=SEE, refusals=OUTSIDE
    ),
    "rounds.answer": Command(
        forms.read_answer, at_call, answer, "limit_rounds", kind="durable", may=SEE, refusals=TOO_LATE
    ),
    "rounds.pin": Command(
        forms.read_poster, at_poster, pin, "limit_rounds", kind="durable", may=LEAD, refusals=TOO_LATE
    ),
    "rounds.unpin": Command(
        forms.read_poster, at_poster, unpin, "limit_rounds", kind="durable", may=LEAD, refusals=OUTSIDE
    ),
}
