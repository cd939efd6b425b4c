"""Who walks where: places in the memory of this process, told ten times a second to those who can see them.

Nothing is sent when somebody moves. Ten times a second all who moved are put together, once for each sector that
somebody looks from; each connection is in the room of one sector, and so gets one write at most. What this process
knows goes to the others as one hint for a floor and tick, and each of them tells its own people.
"""

import json
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.events import Event
from portal.realtime.hints import EVENT, FrameHint
from portal.realtime.loop import Loop
from portal.realtime.presence import Seat
from portal.realtime.rooms import event_frame
from portal.realtime.sectors import Sector, around, sector_of, step, within

TICK_SECONDS = 0.1
COUNT_SECONDS = 2.0
COUNT_AGAIN_SECONDS = 10.0
"""So often the counts are told again although they are the same, for a slow reader who lost the last ones."""
TELL_ALL_SECONDS = 8.0
"""So often the other workers are told all who are here, for one that is new or has missed something."""
GHOST_SECONDS = 25.0
"""Who is at another worker and was not told again for so long is gone."""
MOST_TOGETHER = 80
"""So many people fit into one letter to the other workers, also with the longest names."""
KEPT_SECONDS = 1800.0
MOST_KEPT = 5000
WALKED = "maps.walked"
WORKERS = "walkers:"


class Ground(Protocol):
    """A floor as its feature has laid it out."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def start(self) -> tuple[int, int]: ...


@dataclass(eq=False)
class Walker:
    """Somebody on a floor. `shown` is the sector around which people know of them, None while nobody does."""

    seat: Seat
    x: int
    y: int
    is_hidden: bool = False
    connections: set[str] = field(default_factory=set)
    moved_at: float = 0.0
    told_at: float = 0.0
    """When another worker told of them; without meaning for those who are here."""
    shown: Sector | None = None

    @property
    def sector(self) -> Sector:
        return sector_of(self.x, self.y)

    @property
    def place(self) -> list[int]:
        return [self.seat.id, self.x, self.y]


class Words(Protocol):
    """What the rooms of a floor are called, and what they hear; a feature gives it, portal.app hands it over."""

    def room_of(self, floor: int, sector: Sector | None) -> str:
        """The room of those who look from a sector, or of all on the floor."""
        ...

    def moved(self, floor: int, sector: Sector, number: int, places: Sequence[list[int]]) -> Event: ...

    def appeared(self, floor: int, sector: Sector, came: Sequence[Walker], gone: Sequence[int]) -> Event: ...

    def counted(self, floor: int, ground: Ground, walkers: Iterable[Walker]) -> Event: ...


class Hearing(Protocol):
    """The connections of this process."""

    def is_open(self, sid: str) -> bool: ...
    def join(self, sid: str, room: str, seat: Seat | None) -> None: ...
    def leave(self, sid: str, room: str) -> None: ...


@dataclass
class Floor:
    """One floor: who is on it, and what has to be told at the next tick."""

    ground: Ground
    walkers: dict[int, Walker] = field(default_factory=dict)
    moved: dict[int, Walker] = field(default_factory=dict)
    numbers: dict[Sector, int] = field(default_factory=lambda: defaultdict(int))
    counted: Event | None = None
    count_at: float = 0.0
    count_again_at: float = 0.0
    tell_all_at: float = 0.0


class Floors(Loop):
    """All floors of this process. Without `say` it is the only one."""

    pause_seconds = TICK_SECONDS

    def __init__(
        self,
        words: Words,
        connections: Hearing,
        *,
        has: Callable[[str], bool],
        publish: Callable[[Sequence[Event]], None],
        is_overloaded: Callable[[], bool],
        say: Callable[[FrameHint], None] | None = None,
    ) -> None:
        super().__init__()
        self._words = words
        self._connections = connections
        self._has = has
        self._publish = publish
        self._is_overloaded = is_overloaded
        self._say = say
        self._floors: dict[int, Floor] = {}
        self._kept: OrderedDict[tuple[int, int], tuple[int, int, float]] = OrderedDict()

    def enter(self, floor_id: int, ground: Ground, sid: str, seat: Seat, *, is_hidden: bool) -> Walker:
        """Be on the floor with this connection: where one was before, else at the entrance."""
        floor = self._floors.get(floor_id)
        if floor is None:
            floor = self._floors[floor_id] = Floor(ground)
            self._say_to_workers(floor_id, {"asks": True})
        floor.ground = ground
        walker = floor.walkers.get(seat.id)
        if walker is None:
            x, y, _ = self._kept.pop((floor_id, seat.id), (*ground.start, 0.0))
            x, y = within(ground.width, ground.height, x, y)
            walker = floor.walkers[seat.id] = Walker(seat, x, y, moved_at=time.monotonic())
        walker.seat, walker.is_hidden, walker.told_at = seat, is_hidden, 0.0
        walker.connections.add(sid)
        floor.moved[seat.id] = walker
        self._connections.join(sid, self._words.room_of(floor_id, None), None)
        self._connections.join(sid, self._words.room_of(floor_id, walker.sector), None)
        return walker

    def move(self, floor_id: int, person_id: int, x: int, y: int) -> None:
        """Walk to a place, or as far towards it as can be walked since the last time; nothing for who is not here."""
        found = self._floors.get(floor_id)
        walker = found.walkers.get(person_id) if found else None
        if found is None or walker is None or not walker.connections:
            return
        at = time.monotonic()
        x, y = step((walker.x, walker.y), (x, y), at - walker.moved_at)
        self._put(floor_id, found, walker, x, y)

    def put(self, floor_id: int, person_id: int, place: tuple[int, int]) -> Walker | None:
        """Be there at once; None for who is not here."""
        found = self._floors.get(floor_id)
        walker = found.walkers.get(person_id) if found else None
        if found is None or walker is None:
            return None
        self._put(floor_id, found, walker, *place)
        return walker

    def hide(self, floor_id: int, person_id: int, *, is_hidden: bool) -> None:
        """Be seen by nobody, or by everybody again."""
        found = self._floors.get(floor_id)
        if found is not None and (walker := found.walkers.get(person_id)) is not None:
            walker.is_hidden = is_hidden
            found.moved[person_id] = walker

    def leave(self, floor_id: int, sid: str, person_id: int) -> None:
        """This connection is on the floor no longer; the person is gone with the last one."""
        found = self._floors.get(floor_id)
        walker = found.walkers.get(person_id) if found else None
        if found is not None and walker is not None and sid in walker.connections:
            self._connections.leave(sid, self._words.room_of(floor_id, None))
            self._connections.leave(sid, self._words.room_of(floor_id, walker.sector))
            self._drop(floor_id, found, walker, {sid})

    def people(self, floor_id: int) -> list[Walker]:
        """All who can be seen there, in the order in which they came."""
        found = self._floors.get(floor_id)
        return [one for one in found.walkers.values() if not one.is_hidden] if found else []

    def walker(self, floor_id: int, person_id: int) -> Walker | None:
        found = self._floors.get(floor_id)
        return found.walkers.get(person_id) if found else None

    def seen_by(self, floor_id: int, person_id: int) -> list[Walker]:
        """Those whom somebody can see, without themselves."""
        walker = self.walker(floor_id, person_id)
        if walker is None:
            return []
        view = around(walker.sector)
        return [one for one in self.people(floor_id) if one is not walker and one.sector in view]

    def turn(self) -> None:
        self.tick(time.monotonic())

    def tick(self, at: float) -> None:
        """Tell who moved; `at` is monotonic time in seconds. While the loop is late they are told at a later tick."""
        if self._is_overloaded():
            return
        for floor_id, floor in tuple(self._floors.items()):
            is_time = at >= floor.count_at
            if is_time:
                self._forget(floor_id, floor, at)
            facts = self._facts(floor_id, floor, at)
            if is_time:
                floor.count_at = at + COUNT_SECONDS
                counted = self._words.counted(floor_id, floor.ground, self.people(floor_id))
                if counted != floor.counted or at >= floor.count_again_at:
                    floor.counted, floor.count_again_at = counted, at + COUNT_AGAIN_SECONDS
                    facts.append(counted)
            if facts:
                self._publish(facts)
            if not floor.walkers:
                del self._floors[floor_id]

    def hear(self, hints: Sequence[object]) -> None:
        """Take what other workers say of their people."""
        for hint in hints:
            if isinstance(hint, FrameHint) and hint.room.startswith(WORKERS):
                self._hear(int(hint.room.removeprefix(WORKERS)), json.loads(hint.text[len(EVENT) - 2 :])[1])

    def _put(self, floor_id: int, floor: Floor, walker: Walker, x: int, y: int) -> None:
        before = walker.sector
        walker.x, walker.y = within(floor.ground.width, floor.ground.height, x, y)
        walker.moved_at = time.monotonic()
        floor.moved[walker.seat.id] = walker
        if walker.sector != before:
            old, new = (self._words.room_of(floor_id, one) for one in (before, walker.sector))
            for sid in walker.connections:
                self._connections.leave(sid, old)
                self._connections.join(sid, new, None)

    def _drop(self, floor_id: int, floor: Floor, walker: Walker, gone: Collection[str]) -> None:
        walker.connections.difference_update(gone)
        if walker.connections:
            return
        del floor.walkers[walker.seat.id]
        # Nobody may see them any more: the tick tells so, from what was shown.
        walker.is_hidden = True
        floor.moved[walker.seat.id] = walker
        self._kept.pop((floor_id, walker.seat.id), None)
        self._kept[floor_id, walker.seat.id] = (walker.x, walker.y, time.monotonic())
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _forget(self, floor_id: int, floor: Floor, at: float) -> None:
        """Take those away whose connection broke, and those of another worker of whom nothing was heard."""
        for walker in tuple(floor.walkers.values()):
            closed = {sid for sid in walker.connections if not self._connections.is_open(sid)}
            is_ghost = not walker.connections and at - walker.told_at > GHOST_SECONDS
            if closed or is_ghost:
                self._drop(floor_id, floor, walker, closed)
        for key, (_, _, kept_at) in tuple(self._kept.items()):
            if at - kept_at < KEPT_SECONDS:
                break
            del self._kept[key]

    def _facts(self, floor_id: int, floor: Floor, at: float) -> list[Event]:
        moved, floor.moved = floor.moved, {}
        came: dict[Sector, list[Walker]] = defaultdict(list)
        gone: dict[Sector, list[int]] = defaultdict(list)
        places: dict[Sector, list[list[int]]] = defaultdict(list)
        for walker in moved.values():
            sector = None if walker.is_hidden else walker.sector
            if sector != walker.shown:
                new = around(sector) if sector else frozenset()
                old = around(walker.shown) if walker.shown else frozenset()
                for one in new - old:
                    came[one].append(walker)
                for one in old - new:
                    gone[one].append(walker.seat.id)
            if sector:
                places[sector].append(walker.place)
        self._tell_workers(floor_id, floor, moved, at)
        for walker in moved.values():
            walker.shown = None if walker.is_hidden else walker.sector
        facts = [
            self._words.appeared(floor_id, sector, came[sector], gone[sector])
            for sector in {*came, *gone}
            if self._has(self._words.room_of(floor_id, sector))
        ]
        for sector in {one for moving in places for one in around(moving)}:
            if self._has(self._words.room_of(floor_id, sector)):
                floor.numbers[sector] += 1
                seen = [place for one in around(sector) for place in places.get(one, ())]
                facts.append(self._words.moved(floor_id, sector, floor.numbers[sector], seen))
        return facts

    def _tell_workers(self, floor_id: int, floor: Floor, moved: Mapping[int, Walker], at: float) -> None:
        """What changed among those who are here, or all of them when it is time."""
        if self._say is None:
            return
        here = {key: one for key, one in floor.walkers.items() if one.connections and not one.is_hidden}
        if is_all := at >= floor.tell_all_at:
            floor.tell_all_at = at + TELL_ALL_SECONDS
        told = here if is_all else {key: one for key, one in here.items() if key in moved}
        gone = [key for key, one in moved.items() if key not in here and one.shown and not one.told_at]
        names = {one.seat.id for one in told.values() if is_all or one.shown is None}
        everybody = list(told.values())
        for first in range(0, len(everybody) or bool(gone), MOST_TOGETHER):
            some = everybody[first : first + MOST_TOGETHER]
            said = {
                "places": [one.place for one in some],
                "names": [
                    [one.seat.id, one.seat.name, one.seat.role] for one in some if one.seat.id in names
                ],
                "gone": [] if first else gone,
            }
            self._say_to_workers(floor_id, said)

    def _say_to_workers(self, floor_id: int, said: Mapping[str, Any]) -> None:
        if self._say is not None:
            frame = event_frame(WALKED, said, is_lossy=True)
            self._say(FrameHint(f"{WORKERS}{floor_id}", frame.text, is_lossy=True))

    def _hear(self, floor_id: int, said: Mapping[str, Any]) -> None:
        floor = self._floors.get(floor_id)
        if floor is None:
            return  # nobody here looks at it; all who are there are told again soon
        if said.get("asks"):
            floor.tell_all_at = 0.0
            return
        at = time.monotonic()
        names = {int(key): Seat(int(key), str(name), str(role)) for key, name, role in said["names"]}
        for key, x, y in said["places"]:
            walker = floor.walkers.get(key)
            if walker is None and key in names:
                walker = floor.walkers[key] = Walker(names[key], x, y)
            if walker is None or walker.connections:
                continue  # who has a connection here too is where this process says
            if (walker.x, walker.y) != (x, y) or walker.shown is None:
                floor.moved[key] = walker
            walker.x, walker.y, walker.told_at = x, y, at
        for key in said["gone"]:
            walker = floor.walkers.get(key)
            if walker is not None and not walker.connections:
                self._drop(floor_id, floor, walker, ())
