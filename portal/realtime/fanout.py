"""From a committed change to every browser in the room, in the order of the commits."""

import queue
from collections.abc import Callable, Mapping, Sequence

import structlog

from portal.events import Event, Eviction
from portal.realtime.rooms import Frame, Rooms, event_frame, push_all

log = structlog.get_logger()

MOST_TOGETHER = 64


class Fanout:
    """One publisher for the whole process: the answer to a command is queued before its event is sent."""

    def __init__(self, rooms: Rooms, evict: Callable[[Eviction], None]) -> None:
        self._rooms = rooms
        self._evict = evict
        self._facts: queue.SimpleQueue[Event | Eviction | None] = queue.SimpleQueue()

    def publish(self, facts: Sequence[Event | Eviction]) -> None:
        """Send soon; never blocks, never raises."""
        for fact in facts:
            self._facts.put(fact)

    def close(self) -> None:
        self._facts.put(None)

    def run_for_ever(self) -> None:
        """Send what was published until closed."""
        is_open = True
        while is_open:
            facts, is_open = self._take()
            self._send(facts)

    def _take(self) -> tuple[list[Event | Eviction], bool]:
        """What was published by now, and whether more may come."""
        facts: list[Event | Eviction] = []
        fact = self._facts.get()
        while fact is not None:
            facts.append(fact)
            if len(facts) >= MOST_TOGETHER or self._facts.empty():
                return facts, True
            fact = self._facts.get()
        return facts, False

    def _send(self, facts: Sequence[Event | Eviction]) -> None:
        """What one room hears goes out together, in its order; an eviction stands between what came before and after."""
        by_room: dict[str, list[Frame]] = {}
        for fact in facts:
            try:
                if isinstance(fact, Eviction):
                    self._tell(by_room)
                    by_room = {}
                    self._evict(fact)
                elif self._rooms.has(fact.room):
                    frame = event_frame(fact.name, fact.wire(), is_lossy=fact.is_lossy)
                    by_room.setdefault(fact.room, []).append(frame)
            except Exception:
                # A fact that cannot be sent is no reason to keep the next one back.
                log.exception("fanout.failed", fact=type(fact).__name__)
        self._tell(by_room)

    def _tell(self, by_room: Mapping[str, Sequence[Frame]]) -> None:
        for room, frames in by_room.items():
            for pipe in push_all(self._rooms.pipes(room), frames):
                log.info("fanout.slow_reader_cut", room=room)
                pipe.cut()
