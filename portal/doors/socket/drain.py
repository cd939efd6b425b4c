"""The end of one server process: nobody new, everybody is told when to leave, and what was begun is finished."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog

from portal.doors.socket.batch import Batches
from portal.doors.socket.connections import Connections
from portal.events import Event
from portal.realtime.rooms import event_frame
from portal.settings import Settings

log = structlog.get_logger()

LATE_SECONDS = 1.0
FINISH_SECONDS = 5.0
GOODBYE_SECONDS = 1.0
TOLD_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class ServerLeaving(Event):
    """This server ends: connect anew after so many milliseconds, and another one answers.

    Each connection gets a time of its own, so that not all come back in the same instant.
    """

    name: ClassVar[str] = "live.drain"
    after_ms: int

    @property
    def room(self) -> str:
        """Every connection, each told by itself."""
        return ""


class Drain:
    """Lets the connections of this process go, over `drain_seconds` where another process can take them."""

    def __init__(
        self,
        server: Any,
        connections: Connections,
        batches: Batches,
        settings: Settings,
        stop_jobs: Callable[[], None],
    ) -> None:
        self._server = server
        self._connections = connections
        self._batches = batches
        self._stop_jobs = stop_jobs
        self._spread = settings.drain_seconds
        # Only with Redis may there be another process; a single one had better be back soon.
        self._patience = settings.drain_seconds + LATE_SECONDS if settings.redis_url else 0.0
        self._until = 0.0
        self.is_behind_proxy = settings.trusted_proxies > 0

    @property
    def is_on(self) -> bool:
        """Whether this process is about to end: it is not ready any more."""
        return self._connections.is_draining

    def begin(self) -> None:
        """From now on nobody new is let in; everybody who is here is told when to leave. Twice is the same as once."""
        if self.is_on:
            return
        self._connections.is_draining = True
        self._until = time.monotonic() + self._patience
        self._stop_jobs()
        for number, pipe in enumerate(self._connections.pipes(), start=1):
            leaving = ServerLeaving(after_ms=round(random.random() * self._spread * 1000))  # noqa: S311
            pipe.push(event_frame(leaving.name, leaving.wire(), is_lossy=False))
            if number % TOLD_AT_ONCE == 0:
                time.sleep(0)

    def finish(self) -> None:
        """Wait for them to leave, answer what was asked, and close what is left."""
        while self._connections.pipes() and time.monotonic() < self._until:
            time.sleep(0.05)
        left = [socket for socket in self._server.eio.sockets.values() if not socket.closed]
        if left:
            log.info("drain.closing", connections=len(left))
        # What is asked from now on is not heard; it is asked again on the next connection.
        self._connections.close_all()
        self._wait(FINISH_SECONDS, lambda: self._batches.is_idle)
        for socket in left:
            if not socket.closed:
                socket.close(wait=False)
        self._wait(GOODBYE_SECONDS, lambda: not any(_wires(left)))
        for wire in _wires(self._server.eio.sockets.values()):
            wire.abort()

    def _wait(self, seconds: float, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while not is_so() and time.monotonic() < deadline:
            time.sleep(0.02)


def _wires(sockets: Iterable[Any]) -> list[Any]:
    """Those that are still open on the network, since the other side has not answered the goodbye."""
    return [socket.wire for socket in tuple(sockets) if getattr(socket, "wire", None) is not None]
