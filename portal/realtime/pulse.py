"""Who is there is asked again and again; what stays open for nothing is closed."""

import time
from typing import Any

import structlog
from engineio.packet import PING, Packet

from portal.realtime.loop import Loop
from portal.realtime.server import NAMESPACE

log = structlog.get_logger()

CONNECT_SECONDS = 9.0
LOOK_SECONDS = 0.5


class Pulse(Loop):
    """Pings every socket when its time has come, and closes those that answer none or never say who they are.

    The library has a greenlet for each socket that sleeps until the next ping, which costs more than the ping and,
    with a thousand people who say nothing, as much as a lively room. It looks for answers once in a ping timeout, so
    that a dead socket would be noticed up to 15 s late; and it leaves the TCP connection open.
    """

    pause_seconds = LOOK_SECONDS

    def __init__(self, server: Any) -> None:
        super().__init__()
        self._server = server
        self._seen_at: dict[str, float] = {}

    def turn(self) -> None:
        self.look(time.monotonic())

    def look(self, at: float) -> None:
        """Ping whose turn it is and close what has waited for too long; `at` is monotonic time in seconds."""
        sockets = dict(self._server.eio.sockets)
        self._seen_at = {sid: self._seen_at.get(sid, at) for sid in sockets if not self._is_connected(sid)}
        for sid, seen_at in self._seen_at.items():
            if at - seen_at >= CONNECT_SECONDS:
                _cut(sockets[sid])
        for socket in sockets.values():
            try:
                _ask(socket, at)
            except Exception:
                # One socket in a strange state must not cost all others their ping.
                log.exception("pulse.failed")

    def _is_connected(self, engine_sid: str) -> bool:
        return self._server.manager.sid_from_eio_sid(engine_sid, NAMESPACE) is not None


def _ask(socket: Any, at: float) -> None:
    if socket.closed:
        return
    ping_at = getattr(socket, "ping_at", None)
    if ping_at is not None and at >= ping_at:
        _ping(socket)
    elif not socket.check_ping_timeout():
        _cut(socket)


def _ping(socket: Any) -> None:
    socket.ping_at = None
    socket.last_ping = time.time()
    # By the library's queue: its writer takes a queue in which nothing comes for 25 s for the end of the connection.
    socket.send(Packet(PING))


def _cut(socket: Any) -> None:
    wire = getattr(socket, "wire", None)
    if wire is not None:
        wire.abort()
