"""Who is in which room: by person, counted by connection, so that closing one of two tabs removes nobody."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.events import PeopleSeen, PersonSeen

SAMPLE = 200
"""Up to this many people are named; above it a room shows the count and a sample."""


@dataclass(frozen=True)
class Seat:
    """A person as others in a room see them."""

    id: int
    name: str
    role: str

    def wire(self) -> PersonSeen:
        return {"id": self.id, "name": self.name, "role": self.role}


@dataclass(frozen=True)
class Crowd:
    """The people in one room at one moment, hosts first, then in the order in which they came."""

    seats: tuple[Seat, ...] = ()

    @property
    def count(self) -> int:
        return len(self.seats)

    def wire(self, sample: int = SAMPLE) -> PeopleSeen:
        return {"count": self.count, "sample": [seat.wire() for seat in self.seats[:sample]]}


HOST_ROLES = frozenset({"presenter", "chair"})


def crowd_of(seats: Iterable[Seat]) -> Crowd:
    """The crowd of people in the order in which they came."""
    return Crowd(tuple(sorted(seats, key=lambda seat: seat.role not in HOST_ROLES)))


class Presence:
    """Presence in the memory of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rooms: dict[str, dict[int, tuple[Seat, set[str]]]] = defaultdict(dict)
        self._connections: dict[str, dict[str, int]] = defaultdict(dict)
        self._changed: set[str] = set()

    def enter(self, room: str, connection: str, seat: Seat) -> None:
        """A connection of this person is in the room; entering twice is the same as once."""
        with self._lock:
            people = self._rooms[room]
            if seat.id not in people or people[seat.id][0] != seat:
                self._note(room)
            connections = people[seat.id][1] if seat.id in people else set()
            people[seat.id] = (seat, connections | {connection})
            self._connections[connection][room] = seat.id

    def leave(self, room: str, connection: str) -> None:
        with self._lock:
            self._leave(room, connection)

    def drop(self, connection: str) -> None:
        """The connection is gone, from every room that it was in."""
        with self._lock:
            for room in tuple(self._connections.get(connection, ())):
                self._leave(room, connection)
            self._connections.pop(connection, None)

    def people(self, room: str) -> Crowd:
        with self._lock:
            return crowd_of(self._seats(room))

    def rooms(self) -> tuple[str, ...]:
        """The rooms with somebody in them."""
        with self._lock:
            return tuple(self._rooms)

    def take_changed(self) -> frozenset[str]:
        """The rooms whose people changed since the last time that this was asked."""
        with self._lock:
            changed, self._changed = frozenset(self._changed), set()
            return changed

    def _seats(self, room: str) -> list[Seat]:
        """Those who are in the room through this process, in the order in which they came."""
        return [seat for seat, _ in self._rooms.get(room, {}).values()]

    def _note(self, room: str) -> None:
        """Who is in this room through this process has changed."""
        self._changed.add(room)

    def _leave(self, room: str, connection: str) -> None:
        person_id = self._connections.get(connection, {}).pop(room, None)
        if person_id is None:
            return
        seat, connections = self._rooms[room][person_id]
        connections = connections - {connection}
        if connections:
            self._rooms[room][person_id] = (seat, connections)
            return
        del self._rooms[room][person_id]
        self._note(room)
        if not self._rooms[room]:
            del self._rooms[room]
