"""The commands of the hall, what presenters say of where they are, and the digest that tells who moved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.clock import now
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.posters import actions, forms, queries
from portal.posters.events import HallChanged
from portal.posters.rules import AWAY, BoardSeen, board_of, hall_room
from portal.realtime.presence import Crowd
from portal.store.work import Work
from portal.threads.rules import room_of, thread_in


class Watched(TypedDict):
    """The posters that somebody stands at, or whose presenters said where they are, by thread id as text."""

    boards: dict[str, BoardSeen]


def watch(call: Call, _wanted: forms.Watch) -> Watched:
    """Hear the hall without being seen in it. Answers with the posters that somebody stands at."""
    workshop = queries.hall_to_enter(call.work, call.actor)
    # Joining comes before looking, so that nobody who moves between the two is missed.
    call.join(hall_room(workshop.id))
    boards: dict[str, BoardSeen] = {}
    at = now()
    shown = queries.shown_people(call.work, workshop.id)
    for stand in queries.stands_in(call.work, workshop.id):
        seats = call.presence.people(room_of(stand.thread_id)).seats
        board = board_of(seats, stand.presenter_ids, shown, at=at, standings=stand.standings)
        if board.count or board.state != AWAY:
            boards[str(stand.thread_id)] = board.wire()
    return {"boards": boards}


def unwatch(call: Call, wanted: forms.Watch) -> Nothing:
    """Hear the hall no longer."""
    call.leave(hall_room(wanted.hall))
    return {}


def stand(call: Call, wanted: forms.Standing) -> Nothing:
    """Say where one is, of a poster that one presents: here, onsite, back or gone; the hall and the room show it.

    `time` is a time of day such as 13:40 in the zone `zone`: “back” needs one, “gone” may have one.
    """
    thread = queries.poster_to_stand_at(call.work, call.actor, wanted.poster_id).thread_id
    seats = call.presence.people(room_of(thread)).seats
    actions.stand(call.work, call.actor, wanted.poster_id, wanted.wish(now()), seats)
    return {}


def visit(call: Call, poster_id: int) -> Nothing:
    """Somebody has come to a poster; twice within some minutes is the same as once, and its presenters do not count."""
    actions.visit(call.work, call.actor, poster_id)
    return {}


def took(call: Call, taken: forms.TakenAlong) -> Nothing:
    """Somebody takes a file of the poster along; twice is the same as once."""
    actions.took(call.work, call.actor, taken.poster, taken.kind)
    return {}


def at_poster(work: Work, poster_id: int) -> int:
    return queries.workshop_of_poster(work, poster_id)


def at_taken(work: Work, taken: forms.TakenAlong) -> int:
    return queries.workshop_of_poster(work, taken.poster)


def at_standing(work: Work, wanted: forms.Standing) -> int:
    return queries.workshop_of_poster(work, wanted.poster_id)


def place(_work: Work, wanted: forms.Watch) -> int:
    return wanted.hall


def digest(work: Work, crowds: Mapping[str, Crowd]) -> Sequence[HallChanged]:
    """One event for each hall in which somebody came to a poster or left one."""
    by_thread = {thread: crowd for room, crowd in crowds.items() if (thread := thread_in(room)) is not None}
    halls: dict[int, dict[str, BoardSeen]] = defaultdict(dict)
    at = now()
    stands = queries.stands_at(work, by_thread)
    shown = queries.shown_in(work, {stand.workshop_id for stand in stands})
    for stand in stands:
        seats = by_thread[stand.thread_id].seats
        board = board_of(seats, stand.presenter_ids, shown, at=at, standings=stand.standings)
        halls[stand.workshop_id][str(stand.thread_id)] = board.wire()
    return [HallChanged(hall=hall, boards=boards) for hall, boards in halls.items()]


COMMANDS = {
    "posters.watch": Command(
        forms.read_watch,
        place,
        watch,
        "limit_read",
        may=Permission.SEE_POSTERS,
        refusals=(NotFound, NotAllowed),
    ),
    "posters.unwatch": Command(forms.read_watch, place, unwatch, "limit_read", refusals=(NotFound,)),
    "posters.stand": Command(
        forms.read_standing,
        at_standing,
        stand,
        "limit_stand",
        kind="durable",
        may=Permission.STAND_AT_POSTER,
        refusals=(NotFound, NotAllowed),
    ),
    "posters.visit": Command(
        forms.read_poster_id,
        at_poster,
        visit,
        "limit_read",
        kind="durable",
        may=Permission.SEE_POSTERS,
        refusals=(NotFound, NotAllowed),
    ),
    "posters.took": Command(
        forms.read_taken,
        at_taken,
        took,
        "limit_read",
        kind="durable",
        may=Permission.SEE_POSTERS,
        refusals=(NotFound, NotAllowed),
    ),
}
