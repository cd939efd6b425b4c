"""The commands of every page: hear what is announced, and dismiss it."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission, may
from portal.announcements import actions, forms, queries
from portal.announcements.events import AnnouncementSeen, HeadTold
from portal.announcements.rules import Audience, room_for, room_of, room_of_person, workshop_in
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.store.work import Work


class Entered(TypedDict):
    """The number of the newest change, what this page shows now, and how many wait unread in the inbox."""

    head: int
    announcements: list[AnnouncementSeen]
    unread: int


class Left(TypedDict):
    """How many are left unread."""

    unread: int


def enter(call: Call, wanted: forms.Entrance) -> Entered:
    """Hear what is announced on a page that stands at this place: “hall”, “stage:3”, or empty for neither."""
    workshop = queries.workshop_to_hear(call.work, call.actor)
    place = wanted.place
    if place.audience == Audience.STAGE:
        queries.stage_name(call.work, workshop.id, place.stage_id)
    workshop_id, person = workshop.id, call.actor.known_id
    # Joining comes before reading: what is said between the two is heard twice, and its number tells; never missed.
    call.join(room_of(workshop_id))
    call.join(room_of_person(workshop_id, person))
    if may(call.actor, Permission.SEE_FOR_PRESENTERS, workshop):
        call.join(room_for(workshop_id, Audience.PRESENTERS))
    if place.name:
        call.join(room_for(workshop_id, place.audience, place.stage_id))
    call.work.renew()
    workshop = queries.workshop_to_hear(call.work, call.actor)
    waiting = queries.unread(call.work, call.actor, workshop)
    return {
        "head": queries.head_of(call.work, workshop_id),
        "announcements": [queries.wire(row) for row in queries.shown(waiting, place.name)],
        "unread": len(waiting),
    }


def leave(call: Call, wanted: forms.Entrance) -> Nothing:
    """Hear them no longer; leaving twice is the same as once."""
    workshop_id, place = wanted.workshop_id, wanted.place
    call.leave(room_of(workshop_id))
    call.leave(room_of_person(workshop_id, call.actor.known_id))
    call.leave(room_for(workshop_id, Audience.PRESENTERS))
    if place.name:
        call.leave(room_for(workshop_id, place.audience, place.stage_id))
    return {}


def dismiss(call: Call, wanted: forms.Dismissal) -> Left:
    """Have read these, on every device; doing it twice is the same as once."""
    return {"unread": actions.dismiss(call.work, call.actor, wanted.announcement_ids)}


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[HeadTold]:
    """The number of the newest change of each workshop of which somebody has a page open."""
    workshops = [workshop for room in rooms if (workshop := workshop_in(room)) is not None]
    if not workshops:
        return []
    heads = queries.heads_of(work, workshops)
    return [HeadTold(workshop=workshop, head=head) for workshop, head in heads.items()]


def place(_work: Work, wanted: forms.Entrance | forms.Dismissal) -> int:
    return wanted.workshop_id


SEE = Permission.SEE_ANNOUNCEMENTS
OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "announcements.enter": Command(
        forms.read_entrance, place, enter, "limit_read", may=SEE, refusals=OUTSIDE
    ),
    "announcements.leave": Command(forms.read_leave, place, leave, "limit_read"),
    "announcements.dismiss": Command(
        forms.read_dismissal, place, dismiss, "limit_read", kind="durable", may=SEE, refusals=OUTSIDE
    ),
}
