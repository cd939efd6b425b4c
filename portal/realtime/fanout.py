"""From a committed change to every browser in the room, in the order of the commits."""

import queue
from collections.abc import Callable, Sequence

import structlog

from portal.events import Event, Eviction
from portal.realtime.rooms import Frame, Rooms
from portal.realtime.server import Server

log = structlog.get_logger()


class Fanout:
    """One publisher for the whole process: the answer to a command is queued before its event is sent."""

    def __init__(self, server: Server, rooms: Rooms, evict: Callable[[Eviction], None]) -> None:
        self._server = server
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
        """Send what was published until closed; a fact that cannot be sent is logged and the next one goes on."""
        while (fact := self._facts.get()) is not None:
            try:
                self._send(fact)
            except Exception:
                log.exception("fanout.failed", fact=type(fact).__name__)

    def _send(self, fact: Event | Eviction) -> None:
        if isinstance(fact, Eviction):
            self._evict(fact)
            return
        pipes = self._rooms.pipes(fact.room)
        if not pipes:
            return
        frame = Frame(self._server, fact.name, fact.wire(), is_lossy=fact.is_lossy)
        for pipe in pipes:
            if not pipe.push(frame):
                log.info("fanout.slow_reader_cut", room=fact.room)
                pipe.cut()
