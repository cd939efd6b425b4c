"""The commands of a tour: hear of one's own."""

from typing import TypedDict

from portal.access import Permission
from portal.clock import now
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.store.work import Work
from portal.tours import forms, queries
from portal.tours.rules import own_room


class Watched(TypedDict):
    """How it stands with one's tour, in one word for comparing: another one means that the page has to be drawn anew."""

    key: str


def watch(call: Call, workshop_id: int) -> Watched:
    """Hear when the queue, one's group or its clock has changed. The page asks for the words by itself."""
    queries.tours_to_join(call.work, call.actor)
    # Joining comes before reading: a change between the two is heard and never missed.
    call.join(own_room(workshop_id, call.actor.known_id))
    call.work.renew()
    return {"key": queries.walk_of(call.work, call.actor, now()).key}


def unwatch(call: Call, workshop_id: int) -> Nothing:
    """Hear of it no longer; one waits and walks on all the same."""
    call.leave(own_room(workshop_id, call.actor.known_id))
    return {}


def place(_work: Work, workshop_id: int) -> int:
    return workshop_id


COMMANDS = {
    "tours.watch": Command(
        forms.read_workshop,
        place,
        watch,
        "limit_read",
        may=Permission.TAKE_TOUR,
        refusals=(NotFound, NotAllowed),
    ),
    "tours.unwatch": Command(forms.read_workshop, place, unwatch, "limit_read", refusals=(NotFound,)),
}
