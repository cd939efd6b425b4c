"""The commands of a call: sit down, stay, get up, and let two browsers find each other."""

from typing import TypedDict

from portal.access import Permission
from portal.calls import actions, forms, queries
from portal.calls.events import SeatSeen, Signalled
from portal.calls.rules import At, Checked, Letter, Wish, room_of_call, room_of_seat
from portal.clock import now
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.store.work import Work
from portal.threads.queries import workshop_of


class CallSeen(TypedDict):
    """Who sits in a call; `head` only grows."""

    head: int
    seats: list[SeatSeen]


class Seated(CallSeen):
    """The same, and one's own seat; `why` says in words what of the wish was not possible, else it is empty."""

    seat: int
    why: str


def look(call: Call, at: At) -> CallSeen:
    """Hear who sits in the call of this thread, and answer who does now. One need not have entered the thread."""
    queries.call_to_enter(call.work, call.actor, at.thread_id)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(room_of_call(at.thread_id))
    call.work.renew()
    head, seats = queries.state_of(call.work, at.thread_id, now())
    return {"head": head, "seats": seats}


def look_away(call: Call, at: At) -> Nothing:
    """Hear it no longer; twice is the same as once."""
    call.leave(room_of_call(at.thread_id))
    return {}


def join(call: Call, wish: Wish) -> Seated:
    """Take a seat; where no seat is free one listens. The same client_id again is the same seat.

    Nothing is heard from the other seats before calls.hear. The seat is lost when calls.stay is not sent for 30 s.
    """
    return _seated(call, wish.thread_id, actions.join(call.work, call.actor, wish))


def hear(call: Call, at: At) -> CallSeen:
    """Let this connection hear what is said to one's seat: signals, and what a host does. Also after a reconnect."""
    queries.call_to_enter(call.work, call.actor, at.thread_id)
    queries.own_seat(call.work, call.actor, at)
    call.join(room_of_seat(at.thread_id, at.seat_id))
    return look(call, at)


def stay(call: Call, wish: Wish) -> Seated:
    """Say every 10 s that one is still there, and how one sits: with microphone, camera or screen, or listening.

    A camera beyond the fourth, a second screen and a seat in a full room are not given; the answer says what is.
    """
    return _seated(call, wish.thread_id, actions.stay(call.work, call.actor, wish))


def leave(call: Call, at: At) -> Nothing:
    """Get up; leaving twice is the same as once."""
    actions.leave(call.work, call.actor, at)
    return {}


def signal(call: Call, letter: Letter) -> Nothing:
    """Say something to one other seat of the same call, and to nobody else; only from a seat that this connection has."""
    if not call.hears(room_of_seat(letter.thread_id, letter.seat_id)):
        raise NotFound("You are no longer in this call.")
    call.work.announce(
        Signalled(thread=letter.thread_id, to=letter.to, sender=letter.seat_id, data=letter.data)
    )
    return {}


def mute(call: Call, at: At) -> Nothing:
    """Switch the microphone of a seat off; its person is told and may switch it on again."""
    actions.mute(call.work, call.actor, at)
    return {}


def remove(call: Call, at: At) -> Nothing:
    """Take a seat away; its person may take one again after ten minutes."""
    actions.remove(call.work, call.actor, at)
    return {}


def place(work: Work, wanted: At | Wish | Letter) -> int:
    return workshop_of(work, wanted.thread_id)


def _seated(call: Call, thread_id: int, sitting: actions.Sitting) -> Seated:
    head, seats = queries.state_of(call.work, thread_id, now())
    return {"head": head, "seats": seats, "seat": sitting.seat.id, "why": sitting.why}


ENTER, HOST = Permission.ENTER_THREAD, Permission.HOST_CALL
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)


def checked(call: Call, told: Checked) -> Nothing:
    """Keep how one's test of camera and microphone ended, for the organizers; the last one counts.

    `way` is whether the test of the connection found one to others; leave it out where it was not tried.
    """
    actions.keep_check(call.work, call.actor, told)
    return {}


def checked_in(_work: Work, told: Checked) -> int:
    return told.workshop_id


COMMANDS = {
    "calls.checked": Command(
        forms.read_checked,
        checked_in,
        checked,
        "limit_call",
        kind="durable",
        may=Permission.MAKE_CALL,
        refusals=OUTSIDE,
    ),
    "calls.look": Command(forms.read_call, place, look, "limit_read", may=ENTER, refusals=OUTSIDE),
    "calls.look_away": Command(forms.read_call, place, look_away, "limit_read", refusals=(NotFound,)),
    "calls.join": Command(
        forms.read_join, place, join, "limit_call", kind="durable", may=ENTER, refusals=TOO_LATE
    ),
    "calls.hear": Command(forms.read_seat, place, hear, "limit_read", may=ENTER, refusals=OUTSIDE),
    "calls.stay": Command(
        forms.read_stay, place, stay, "limit_call", kind="durable", may=ENTER, refusals=TOO_LATE
    ),
    "calls.leave": Command(forms.read_seat, place, leave, "limit_call", kind="durable", refusals=(NotFound,)),
    "calls.signal": Command(
        forms.read_signal, place, signal, "limit_signal", kind="volatile", refusals=(NotFound,)
    ),
    "calls.mute": Command(
        forms.read_seat, place, mute, "limit_call", kind="durable", may=HOST, refusals=OUTSIDE
    ),
    "calls.remove": Command(
        forms.read_seat, place, remove, "limit_call", kind="durable", may=HOST, refusals=OUTSIDE
    ),
}
