"""The commands of pointers: point, lead the view, and end either. Nothing of it is kept."""

from portal.access import Permission, require
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.events import PersonSeen
from portal.pointers import forms
from portal.pointers.events import Hidden, Pointed, Shown
from portal.pointers.rules import End, Room, Spot, View, presenters_among
from portal.posters.queries import workshop_of_room
from portal.store.work import Work
from portal.threads.rules import room_of


def point(call: Call, spot: Spot) -> Nothing:
    """Show everybody at the poster where one points; for its presenters while they are in its room."""
    person = _presenting(call, spot.thread_id)
    call.work.announce(Pointed(thread=spot.thread_id, person=person, page=spot.page, x=spot.x, y=spot.y))
    return {}


def show(call: Call, view: View) -> Nothing:
    """Show everybody at the poster what one looks at, so that they may follow; for its presenters in its room."""
    person = _presenting(call, view.thread_id)
    call.work.announce(
        Shown(
            thread=view.thread_id,
            person=person,
            page=view.page,
            x=view.x,
            y=view.y,
            width=view.width,
            height=view.height,
        )
    )
    return {}


def hide(call: Call, end: End) -> Nothing:
    """Point no longer, or lead the view no longer; for presenters of the poster in its room."""
    person = _presenting(call, end.thread_id)
    call.work.announce(Hidden(thread=end.thread_id, person=person, part=end.part))
    return {}


def place(work: Work, wanted: Spot | View | End) -> int:
    return workshop_of_room(work, wanted.thread_id)


def _presenting(call: Call, thread_id: int) -> PersonSeen:
    """Who asks, as the room sees them; refuses everybody who does not present here and now.

    The store is not asked: who came into the room has a seat there, and the seat says whether they present this poster.
    """
    seats = call.presence.people(room_of(thread_id)).seats
    room = Room(workshop_of_room(call.work, thread_id), presenters_among(seats))
    require(call.actor, Permission.POINT_AT_POSTER, room)
    return next(seat for seat in seats if seat.id == call.actor.person_id).wire()


POINT = Permission.POINT_AT_POSTER
OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "pointers.point": Command(
        forms.read_spot, place, point, "limit_point", kind="volatile", may=POINT, refusals=OUTSIDE
    ),
    "pointers.show": Command(
        forms.read_view, place, show, "limit_point", kind="volatile", may=POINT, refusals=OUTSIDE
    ),
    "pointers.hide": Command(
        forms.read_end, place, hide, "limit_point", kind="volatile", may=POINT, refusals=OUTSIDE
    ),
}
