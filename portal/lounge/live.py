"""The commands of the lounge: be seen to be there, hear of its tables, sit down and stand up."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.lounge import actions, forms, queries
from portal.lounge.events import LoungeChanged
from portal.lounge.rules import TableSeen, lounge_in, lounge_room, own_room
from portal.realtime.presence import Seat
from portal.store.work import Work


class Watched(TypedDict):
    """The open tables, and the number of the newest change."""

    revision: int
    tables: list[TableSeen]


class Seated(TypedDict):
    """The table, and which of its seats."""

    table: int
    seat: int


class Stood(TypedDict):
    """The table that one stood up from; null for somebody who did not sit."""

    table: int | None


def watch(call: Call, wanted: forms.Watch) -> Watched:
    """Hear the lounge. As long as a page of one's own does, one keeps one's seat and one's place in the queue."""
    queries.lounge_to_enter(call.work, call.actor)
    me = call.actor.known_id
    # Joining comes before looking, so that a change between the two is heard twice and never missed.
    call.join(lounge_room(wanted.lounge), Seat(me, call.actor.name, "attendee"))
    call.join(own_room(wanted.lounge, me))
    call.work.renew()
    # The number comes first: a change after it is told again.
    revision = queries.revisions(call.work, [wanted.lounge])[wanted.lounge]
    tables = [card.wire() for card in queries.tables_in(call.work, wanted.lounge)]
    return {"revision": revision, "tables": tables}


def unwatch(call: Call, wanted: forms.Watch) -> Nothing:
    """Hear the lounge no longer; a minute later one's seat is free."""
    call.leave(lounge_room(wanted.lounge))
    call.leave(own_room(wanted.lounge, call.actor.known_id))
    return {}


def sit(call: Call, wanted: forms.Place) -> Seated:
    """Take a seat, and leave the one taken before; twice is the same as once."""
    return {"table": wanted.table, "seat": actions.sit(call.work, call.actor, wanted.table)}


def stand(call: Call, _wanted: forms.Watch) -> Stood:
    """Give one's seat back; twice is the same as once."""
    return {"table": actions.stand_up(call.work, call.actor)}


def place(_work: Work, wanted: forms.Watch | forms.Place) -> int:
    return wanted.lounge


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[LoungeChanged]:
    """The number of the newest change in each of these lounges."""
    lounges = [lounge for room in rooms if (lounge := lounge_in(room)) is not None]
    if not lounges:
        return []
    return [
        LoungeChanged(lounge=lounge, since=revision, revision=revision, tables=[])
        for lounge, revision in queries.revisions(work, lounges).items()
    ]


SEE, SIT = Permission.SEE_LOUNGE, Permission.SIT_AT_TABLE
OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "lounge.watch": Command(forms.read_watch, place, watch, "limit_read", may=SEE, refusals=OUTSIDE),
    "lounge.unwatch": Command(forms.read_watch, place, unwatch, "limit_read", refusals=(NotFound,)),
    "lounge.sit": Command(
        forms.read_place,
        place,
        sit,
        "limit_lounge",
        kind="durable",
        may=SIT,
        refusals=(*OUTSIDE, Conflict),
    ),
    "lounge.stand": Command(
        forms.read_watch, place, stand, "limit_lounge", kind="durable", may=SEE, refusals=OUTSIDE
    ),
}
