"""The commands of the queue: those who keep order hear that it has changed."""

from typing import TypedDict

from portal.access import Permission, require
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.moderation import forms, queries
from portal.moderation.rules import room_of
from portal.store.work import Work
from portal.workshops.queries import workshop_of


class Watched(TypedDict):
    """How many cases are open."""

    open: int


def watch(call: Call, workshop_id: int) -> Watched:
    """Hear, as somebody who keeps order, when a case is new or another."""
    require(call.actor, Permission.SEE_REPORTS, workshop_of(call.work, call.actor))
    call.join(room_of(workshop_id))
    return {"open": queries.open_cases(call.work, call.actor)}


def unwatch(call: Call, workshop_id: int) -> Nothing:
    """Hear it no longer; leaving twice is the same as once."""
    call.leave(room_of(workshop_id))
    return {}


def place(_work: Work, workshop_id: int) -> int:
    return workshop_id


COMMANDS = {
    "moderation.watch": Command(
        forms.read_watch,
        place,
        watch,
        "limit_read",
        may=Permission.SEE_REPORTS,
        refusals=(NotFound, NotAllowed),
    ),
    "moderation.unwatch": Command(forms.read_watch, place, unwatch, "limit_read"),
}
