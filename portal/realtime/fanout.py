"""From a committed change to every browser in the room, in the order of the commits."""

import queue
from collections.abc import Callable, Mapping, Sequence

import structlog

from portal.events import Event, Eviction
from portal.realtime.counters import Counters
from portal.realtime.hints import FrameHint, Hint
from portal.realtime.lag import Lag
from portal.realtime.rooms import Frame, Rooms, event_frame, push_all

log = structlog.get_logger()

MOST_TOGETHER = 64


Fact = Event | Eviction | FrameHint


class Fanout:
    """One publisher for the whole process: the answer to a command is queued before its event is sent.

    `say` tells the other workers; without it this process is the only one.
    """

    def __init__(
        self,
        rooms: Rooms,
        evict: Callable[[Eviction], None],
        lag: Lag,
        counters: Counters,
        say: Callable[[Hint], None] | None = None,
    ) -> None:
        self._rooms = rooms
        self._evict = evict
        self._lag = lag
        self._counters = counters
        self._say = say
        self._facts: queue.SimpleQueue[tuple[Fact, bool] | None] = queue.SimpleQueue()

    def publish(self, facts: Sequence[Event | Eviction]) -> None:
        """Send soon, in every worker; never blocks, never raises. While the loop is late the lossy ones are left out."""
        for fact in facts:
            if isinstance(fact, Event) and fact.is_lossy and self._lag.is_overloaded:
                self._counters.shed += 1
            else:
                self._facts.put((fact, True))

    def publish_here(self, facts: Sequence[Fact]) -> None:
        """Send soon, to the connections of this process: every worker makes such facts, or another one sent them."""
        for fact in facts:
            self._facts.put((fact, False))

    def close(self) -> None:
        self._facts.put(None)

    def run_for_ever(self) -> None:
        """Send what was published until closed."""
        is_open = True
        while is_open:
            facts, is_open = self._take()
            self._send(facts)

    def _take(self) -> tuple[list[tuple[Fact, bool]], bool]:
        """What was published by now, and whether more may come."""
        facts: list[tuple[Fact, bool]] = []
        fact = self._facts.get()
        while fact is not None:
            facts.append(fact)
            if len(facts) >= MOST_TOGETHER or self._facts.empty():
                return facts, True
            fact = self._facts.get()
        return facts, False

    def _send(self, facts: Sequence[tuple[Fact, bool]]) -> None:
        """What one room hears goes out together, in its order; an eviction stands between what came before and after."""
        by_room: dict[str, list[Frame]] = {}
        hints: list[Hint] = []
        self._counters.published += len(facts)
        for fact, is_for_all in facts:
            say = hints.append if is_for_all and self._say is not None else None
            try:
                if isinstance(fact, Eviction):
                    self._tell(by_room)
                    by_room = {}
                    self._evict(fact)
                    if say:
                        say(fact)
                elif say or self._rooms.has(fact.room):
                    frame = _frame_of(fact)
                    by_room.setdefault(fact.room, []).append(frame)
                    if say:
                        say(FrameHint(fact.room, frame.text, frame.is_lossy))
            except Exception:
                # A fact that cannot be sent is no reason to keep the next one back.
                log.exception("fanout.failed", fact=type(fact).__name__)
        self._tell(by_room)
        if self._say is not None:
            for hint in hints:
                self._say(hint)

    def _tell(self, by_room: Mapping[str, Sequence[Frame]]) -> None:
        for room, frames in by_room.items():
            try:
                lost = push_all(self._rooms.pipes(room), frames)
            except Exception:
                # The publisher is the only one of this process: whatever becomes of one room, it goes on.
                log.exception("fanout.room_failed", room=room)
                continue
            for pipe in lost:
                log.info("fanout.slow_reader_cut", room=room)
                pipe.cut()


def _frame_of(fact: Event | FrameHint) -> Frame:
    if isinstance(fact, FrameHint):
        return Frame(fact.text, is_lossy=fact.is_lossy)
    return event_frame(fact.name, fact.wire(), is_lossy=fact.is_lossy)
