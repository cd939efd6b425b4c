"""The commands of every page: hear one's notices, and have read them."""

from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.notices import actions, forms, queries
from portal.notices.rules import room_of
from portal.realtime.presence import Seat
from portal.store.work import Work


class Left(TypedDict):
    """How many are left unread."""

    unread: int


def enter(call: Call, wanted: forms.Reading) -> Left:
    """Hear what one is told; answers how many wait. A page asks again now and then, and after a lost connection."""
    workshop = queries.workshop_to_hear(call.work, call.actor)
    # With a seat, so that others learn whether somebody has any page of the workshop open; nobody is shown it.
    seat = Seat(call.actor.known_id, call.actor.name, "")
    call.join(room_of(workshop.id, call.actor.known_id), seat)
    call.work.renew()
    return {"unread": queries.unread_of(call.work, wanted.workshop_id, call.actor.known_id)}


def leave(call: Call, wanted: forms.Reading) -> Nothing:
    """Hear it no longer; leaving twice is the same as once."""
    call.leave(room_of(wanted.workshop_id, call.actor.known_id))
    return {}


def read(call: Call, wanted: forms.Reading) -> Left:
    """Have read these, on every device; doing it twice is the same as once.

    With `thread` also all that the help desk told of this thread: whoever has it open sees it.
    """
    left = actions.read(call.work, call.actor, wanted.notice_ids, wanted.opened_thread)
    return {"unread": left}


def place(_work: Work, wanted: forms.Reading) -> int:
    return wanted.workshop_id


SEE = Permission.SEE_NOTICES
OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "notices.enter": Command(forms.read_place, place, enter, "limit_read", may=SEE, refusals=OUTSIDE),
    "notices.leave": Command(forms.read_place, place, leave, "limit_read"),
    "notices.read": Command(
        forms.read_reading, place, read, "limit_read", kind="durable", may=SEE, refusals=OUTSIDE
    ),
}
