"""The commands with which every page follows the programme."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.programme import forms, queries
from portal.programme.events import HeadTold, TimesSeen
from portal.programme.rules import room_of, workshop_in
from portal.store.work import Work


class TimesEntered(TypedDict):
    """The number of the newest change, and all times of the programme; null where the page knows that number."""

    head: int
    entries: list[TimesSeen] | None


def enter(call: Call, wanted: forms.Entrance) -> TimesEntered:
    """Follow the times of a workshop's programme; `head` is the number up to which the page knows them."""
    queries.workshop_to_hear(call.work, call.actor, wanted.workshop_id)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(room_of(wanted.workshop_id))
    call.work.renew()
    workshop = queries.workshop_to_hear(call.work, call.actor, wanted.workshop_id)
    head = workshop.programme_head
    is_known = wanted.head == head
    return {"head": head, "entries": None if is_known else queries.all_times(call.work, wanted.workshop_id)}


def leave(call: Call, wanted: forms.Entrance) -> Nothing:
    """Follow them no longer; leaving twice is the same as once."""
    call.leave(room_of(wanted.workshop_id))
    return {}


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[HeadTold]:
    """The number of the newest change of each workshop of which somebody has a page open."""
    workshops = [workshop for room in rooms if (workshop := workshop_in(room)) is not None]
    if not workshops:
        return []
    heads = queries.heads_of(work, workshops)
    return [HeadTold(workshop=workshop, head=head) for workshop, head in heads.items()]


def place(_work: Work, wanted: forms.Entrance) -> int:
    return wanted.workshop_id


OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "programme.enter": Command(
        forms.read_entrance, place, enter, "limit_read", may=Permission.SEE_PAGE, refusals=OUTSIDE
    ),
    "programme.leave": Command(forms.read_entrance, place, leave, "limit_read"),
}
