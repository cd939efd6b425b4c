"""The commands of the map: come in, walk, go somewhere, look around, find somebody, be invisible; and what it tells."""

from collections.abc import Iterable, Sequence
from typing import TypedDict, cast

from portal.access import Permission, require
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.events import Event
from portal.maps import forms, queries
from portal.maps.events import Appeared, Counted, Moved, PersonThere
from portal.maps.rules import MOST_FOUND, Place, Plan, found_among, map_room, share_of
from portal.realtime.floors import Ground, Walker
from portal.realtime.presence import Seat
from portal.realtime.sectors import Sector
from portal.store.work import Work


class View(TypedDict):
    """Where one is, and who can be seen from there."""

    x: int
    y: int
    people: list[PersonThere]


class Entered(View):
    """The same, whether one is hidden, how many are on the map, and how many stand in each area."""

    hidden: bool
    count: int
    areas: dict[str, int]


class FoundThere(PersonThere):
    """Somebody on the map, and the area in which they stand; none for an aisle."""

    area: str


class Found(TypedDict):
    """Those who were looked for."""

    people: list[FoundThere]


def enter(call: Call, wanted: forms.Enter) -> Entered:
    """Be on the map: see those around, and unless hidden be seen by them.

    One is where one was before, else at the entrance.
    """
    workshop = queries.map_to_enter(call.work, call.actor)
    plan = queries.plan_of(call.work, workshop.id)
    role = "presenter" if any(call.actor.known_id in area.spot.presenter_ids for area in plan.areas) else ""
    seat = Seat(call.actor.known_id, call.actor.name, role or "attendee")
    walker = call.floors.enter(wanted.hall, plan, call.sid, seat, is_hidden=wanted.hidden)
    everybody = call.floors.people(wanted.hall)
    return {
        "x": walker.x,
        "y": walker.y,
        "people": _seen(call, wanted.hall),
        "hidden": walker.is_hidden,
        "count": len(everybody),
        "areas": share_of(plan.area_at(one.x, one.y) for one in everybody),
    }


def leave(call: Call, wanted: forms.Look) -> Nothing:
    """Be on the map no longer; leaving twice is the same as once. One's place is kept for half an hour."""
    call.floors.leave(wanted.hall, call.sid, call.actor.known_id)
    return {}


def move(call: Call, wanted: forms.Move) -> Nothing:
    """Walk to a place near by. Who says to have walked farther than can be walked is set somewhere on the way."""
    require(call.actor, Permission.WALK_MAP, Place(wanted.hall))
    call.floors.move(wanted.hall, call.actor.known_id, wanted.x, wanted.y)
    return {}


def go(call: Call, wanted: forms.Go) -> View:
    """Be at a board, at a table or beside somebody at once."""
    workshop = queries.map_to_enter(call.work, call.actor)
    walker = call.floors.put(wanted.hall, call.actor.known_id, _goal(call, workshop.id, wanted))
    if walker is None:
        raise Conflict("You are not on the map. Please load the page again.")
    return {"x": walker.x, "y": walker.y, "people": _seen(call, wanted.hall)}


def look(call: Call, wanted: forms.Look) -> View:
    """See again who is around."""
    require(call.actor, Permission.WALK_MAP, Place(wanted.hall))
    walker = call.floors.walker(wanted.hall, call.actor.known_id)
    if walker is None:
        raise Conflict("You are not on the map. Please load the page again.")
    return {"x": walker.x, "y": walker.y, "people": _seen(call, wanted.hall)}


def find(call: Call, wanted: forms.Find) -> Found:
    """Who stands in an area, or whose name has the words, up to thirty; who is hidden is not found."""
    workshop = queries.map_to_enter(call.work, call.actor)
    plan = queries.plan_of(call.work, workshop.id)
    there = {one.seat.id: one for one in call.floors.people(wanted.hall)}
    if wanted.area is None:
        wanted_ids = [seat.id for seat in found_among([one.seat for one in there.values()], wanted.words)]
    else:
        wanted_ids = [key for key, one in there.items() if plan.area_at(one.x, one.y) == wanted.area]
    found = [there[key] for key in wanted_ids[:MOST_FOUND]]
    return {
        "people": [
            FoundThere(
                id=one.seat.id,
                name=one.seat.name,
                role=one.seat.role,
                x=one.x,
                y=one.y,
                area=plan.area_at(one.x, one.y),
            )
            for one in found
        ]
    }


def hide(call: Call, wanted: forms.Hide) -> Nothing:
    """Be seen by nobody and found by nobody, but see as before; or be seen again."""
    require(call.actor, Permission.WALK_MAP, Place(wanted.hall))
    call.floors.hide(wanted.hall, call.actor.known_id, is_hidden=wanted.hidden)
    return {}


class MapWords:
    """What the floors tell, as events of the map."""

    def room_of(self, floor: int, sector: Sector | None) -> str:
        return map_room(floor, sector)

    def moved(self, floor: int, sector: Sector, number: int, places: Sequence[list[int]]) -> Event:
        return Moved(hall=floor, sector=list(sector), number=number, people=list(places))

    def appeared(self, floor: int, sector: Sector, came: Sequence[Walker], gone: Sequence[int]) -> Event:
        return Appeared(hall=floor, sector=list(sector), people=[_wire(one) for one in came], gone=list(gone))

    def counted(self, floor: int, ground: Ground, walkers: Iterable[Walker]) -> Event:
        plan, there = cast(Plan, ground), tuple(walkers)
        areas = share_of(plan.area_at(one.x, one.y) for one in there)
        return Counted(hall=floor, count=len(there), areas=areas)


WORDS = MapWords()


def place(_work: Work, wanted: forms.Look) -> int:
    return wanted.hall


def _goal(call: Call, workshop_id: int, wanted: forms.Go) -> tuple[int, int]:
    plan = queries.plan_of(call.work, workshop_id)
    if wanted.person is not None:
        beside = call.floors.walker(wanted.hall, wanted.person)
        if beside is None or beside.is_hidden:
            raise NotFound("This person is not on the map any more.")
        return plan.beside(beside.x, beside.y)
    area = plan.by_key.get(wanted.area or "")
    if area is None:
        raise NotFound("This place is not on the map any more.")
    return area.stand(call.actor.known_id)


def _seen(call: Call, hall: int) -> list[PersonThere]:
    return [_wire(one) for one in call.floors.seen_by(hall, call.actor.known_id)]


def _wire(walker: Walker) -> PersonThere:
    seat = walker.seat
    return {"id": seat.id, "name": seat.name, "role": seat.role, "x": walker.x, "y": walker.y}


WALK = Permission.WALK_MAP
OUTSIDE = (NotFound, NotAllowed)
NOT_THERE = (*OUTSIDE, Conflict)

COMMANDS = {
    "maps.enter": Command(forms.read_enter, place, enter, "limit_read", may=WALK, refusals=OUTSIDE),
    "maps.leave": Command(forms.read_look, place, leave, "limit_read", refusals=(NotFound,)),
    "maps.move": Command(
        forms.read_move, place, move, "limit_move", kind="volatile", may=WALK, refusals=OUTSIDE
    ),
    "maps.go": Command(forms.read_go, place, go, "limit_read", may=WALK, refusals=NOT_THERE),
    "maps.look": Command(forms.read_look, place, look, "limit_read", may=WALK, refusals=NOT_THERE),
    "maps.find": Command(forms.read_find, place, find, "limit_read", may=WALK, refusals=OUTSIDE),
    "maps.hide": Command(
        forms.read_hide, place, hide, "limit_read", kind="volatile", may=WALK, refusals=OUTSIDE
    ),
}
