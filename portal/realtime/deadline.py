"""What stays open for nothing is closed: a socket that never says who it is, and one whose other side is gone."""

import threading
import time
from typing import Any

from portal.realtime.server import NAMESPACE

CONNECT_SECONDS = 9.0
LOOK_SECONDS = 0.5


class Deadlines:
    """Watches for engine sockets that did not CONNECT to the namespace in time, and for those that answer no ping.

    The library looks at each socket once in a ping timeout, so that a dead one would be noticed up to 15 s late; and
    it leaves the TCP connection open, which a peer that stands still never closes.
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self._seen_at: dict[str, float] = {}
        self._is_closing = threading.Event()

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Look again and again until closed."""
        while not self._is_closing.wait(LOOK_SECONDS):
            self.look(time.monotonic())

    def look(self, at: float) -> None:
        """Close what has waited for too long; `at` is monotonic time in seconds."""
        sockets = dict(self._server.eio.sockets)
        self._seen_at = {sid: self._seen_at.get(sid, at) for sid in sockets if not self._is_connected(sid)}
        for sid, seen_at in self._seen_at.items():
            if at - seen_at >= CONNECT_SECONDS:
                _cut(sockets[sid])
        for socket in sockets.values():
            if not socket.closed and not socket.check_ping_timeout():
                _cut(socket)

    def _is_connected(self, engine_sid: str) -> bool:
        return self._server.manager.sid_from_eio_sid(engine_sid, NAMESPACE) is not None


def _cut(socket: Any) -> None:
    wire = getattr(socket, "wire", None)
    if wire is not None:
        wire.abort()
