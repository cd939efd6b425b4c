"""Presence between workers: what each has in its own memory, and what the others have put into Redis.

Nothing that yields happens when somebody enters or leaves. A loop of its own writes what changed here and reads what
changed elsewhere; while Redis is away, the others are shown as they were last known, for a while.
"""

import contextlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from portal.realtime.counters import Seldom
from portal.realtime.presence import Crowd, Presence, Seat, crowd_of
from portal.realtime.presence_rows import PresenceRows
from portal.realtime.redis_link import AWAY

STEP_SECONDS = 0.5
BEAT_SECONDS = 2.0
READ_SECONDS = 10.0
FORGET_SECONDS = 30.0
"""So long the people of another worker are believed to be there when nobody can be asked."""

Seats = tuple[Seat, ...]


class SharedPresence(Presence):
    """The people of all workers, with the interface of those of one."""

    def __init__(self, rows: PresenceRows, tell: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__()
        self._rows = rows
        self._tell = tell
        self._away: dict[str, dict[str, Seats]] = {}
        self._seen_at: dict[str, float] = {}
        self._unsaid: set[str] = set()
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._next_beat = self._next_read = 0.0
        self._grace_until = 0.0
        self._is_closing = threading.Event()
        self._cannot = Seldom(10)

    def people(self, room: str) -> Crowd:
        with self._lock:
            seats = {seat.id: seat for seat in self._seats(room)}
            for rooms in self._away.values():
                for seat in rooms.get(room, ()):
                    seats.setdefault(seat.id, seat)
        return crowd_of(seats.values())

    def rooms(self) -> tuple[str, ...]:
        with self._lock:
            return tuple({*self._rooms, *(room for rooms in self._away.values() for room in rooms)})

    def hear(self, worker: str, rooms: Iterable[str]) -> None:
        """Another worker says that its people in these rooms changed."""
        with self._lock:
            self._asked[worker].update(rooms)

    def ask_all(self) -> None:
        """Read everything at the next step, because hints may have been missed."""
        self._next_beat = self._next_read = 0.0

    def close(self) -> None:
        """End, and take this worker's people away; without Redis they go by themselves."""
        self._is_closing.set()
        self._remove()

    def run_for_ever(self) -> None:
        """Write and read until closed."""
        while not self._is_closing.wait(STEP_SECONDS):
            self.step(time.monotonic())
        # A step that was under way at that moment may have written once more.
        self._remove()

    def step(self, at: float) -> None:
        """Write and read once; `at` is monotonic time in seconds."""
        try:
            self._write()
            if at >= self._next_beat:
                self._beat(at)
                self._next_beat = at + BEAT_SECONDS
            self._read_asked()
        except AWAY as error:
            self._cannot.warn("presence.cannot_share", error=str(error))
        for worker, seen_at in tuple(self._seen_at.items()):
            if at - seen_at > FORGET_SECONDS:
                self._forget(worker)

    def _remove(self) -> None:
        with contextlib.suppress(*AWAY):
            self._rows.remove()

    def _note(self, room: str) -> None:
        super()._note(room)
        self._unsaid.add(room)

    def _write(self) -> None:
        with self._lock:
            rooms, self._unsaid = self._unsaid, set()
            seats = {room: tuple(self._seats(room)) for room in rooms}
        if not seats:
            return
        try:
            self._rows.write(seats)
        except AWAY:
            with self._lock:
                self._unsaid |= rooms
            raise
        self._tell(tuple(rooms))

    def _beat(self, at: float) -> None:
        """Say that this worker is there, and see which others are."""
        if not self._rows.is_kept():
            # Redis is new or was emptied: the others may not have come back to it yet.
            with self._lock:
                everything = {room: tuple(self._seats(room)) for room in self._rooms}
            self._rows.write_all(everything)
            self._grace_until = at + 3 * BEAT_SECONDS
        workers = self._rows.others()
        is_all = at >= self._next_read
        for worker in workers:
            self._seen_at[worker] = at
            if is_all or worker not in self._away:
                self._take(worker, self._rows.read(worker))
        if is_all:
            self._next_read = at + READ_SECONDS
        if at >= self._grace_until:
            for worker in set(self._away) - set(workers):
                self._forget(worker)

    def _read_asked(self) -> None:
        with self._lock:
            asked, self._asked = self._asked, defaultdict(set)
        try:
            for worker, rooms in asked.items():
                if worker in self._away:
                    self._take(worker, {**self._away[worker], **self._rows.read(worker, rooms)})
                else:
                    # A worker that nobody has seen yet is read whole, and soon.
                    self._next_beat = 0.0
        except AWAY:
            self._next_read = 0.0
            raise

    def _take(self, worker: str, rooms: Mapping[str, Seats]) -> None:
        with self._lock:
            before = self._away.get(worker, {})
            after = {room: seats for room, seats in rooms.items() if seats}
            self._away[worker] = after
            self._changed.update(room for room in {*before, *after} if before.get(room) != after.get(room))

    def _forget(self, worker: str) -> None:
        with self._lock:
            self._changed.update(self._away.pop(worker, {}))
            self._seen_at.pop(worker, None)
