"""The bytes of one socket: whole frames, in order, and straight to the network where nothing stands in the way."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore

SEND_BUFFER_BYTES = 256 * 1024
PIECE_BYTES = 64 * 1024
STALLED_SECONDS = 15.0

TEXT_FRAME = 0x81
"""FIN and the opcode of text, RFC 6455 section 5.2."""


def text_frame(text: str) -> bytes:
    """A whole, unmasked text frame from a server, RFC 6455 section 5.2."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        return bytes((TEXT_FRAME, length)) + payload
    if length < 65536:
        return bytes((TEXT_FRAME, 126)) + length.to_bytes(2, "big") + payload
    return bytes((TEXT_FRAME, 127)) + length.to_bytes(8, "big") + payload


class Wire:
    """A socket whose frames are never cut and never interleaved.

    simple-websocket ignores the count that send() returns; on gevent's sockets a full buffer then breaks the
    stream of a slow reader in the middle of a frame. Everything else is the plain socket's.
    """

    def __init__(self, sock: Any, *, is_gevent: bool) -> None:
        self._sock = sock
        # The kernel would keep up to 4 MB for each reader that has stalled, and be the later to say that it has.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._is_gevent = is_gevent
        self._lock: Any = BoundedSemaphore() if is_gevent else threading.Lock()
        # The real, non-blocking socket under gevent's; without gevent nothing is written past the library.
        raw = getattr(sock, "_sock", None) if is_gevent else None
        self.send_raw: Callable[[bytes], int] = _never if raw is None else raw.send
        self.is_busy = raw is None
        self._is_always_busy = raw is None
        self._wanted = 0

    def send(self, data: bytes) -> int:
        """Write everything; raises OSError for a reader who has taken nothing for STALLED_SECONDS."""
        self._wanted += 1
        self.is_busy = True
        self._lock.acquire()
        try:
            self._write(data)
        finally:
            self._wanted -= 1
            self._free()
        return len(data)

    def send_now(self, frame: bytes) -> bool:
        """Write the frame if the network takes it at once; False leaves it to the queue, nothing is written then.

        Of a frame that is taken in part the rest follows by itself, and no other frame comes between.
        """
        if self.is_busy:
            return False
        try:
            written = self.send_raw(frame)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            # The other side is gone; the reading loop learns of it too and closes the connection.
            return True
        if written < len(frame):
            self.finish_soon(frame[written:])
        return True

    def finish_soon(self, rest: bytes) -> None:
        """Write the rest of a frame before anything else; called in the moment in which its beginning was written."""
        self._lock.acquire()
        self.is_busy = True
        gevent.spawn(self._finish, rest)

    def abort(self) -> None:
        """End the TCP connection; a reader that waits wakes up."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def _finish(self, rest: bytes) -> None:
        """Write the rest of a frame; the lock is held already."""
        try:
            with contextlib.suppress(OSError):
                self._write(rest)
        finally:
            self._free()

    def _write(self, data: bytes) -> None:
        """Write piece by piece, so that a slow reader who goes on reading is not taken for one who has stalled."""
        try:
            for start in range(0, len(data), PIECE_BYTES):
                with self._bound():
                    self._sock.sendall(data[start : start + PIECE_BYTES])
        except OSError:
            # In the middle of a frame nothing else may follow, and whoever waits to write is told so too.
            self.abort()
            raise

    def _bound(self) -> contextlib.AbstractContextManager[object]:
        if not self._is_gevent:
            return contextlib.nullcontext()
        return gevent.Timeout(STALLED_SECONDS, BrokenPipeError("the reader has stalled"))

    def _free(self) -> None:
        # Whoever waits for the lock was first, although it gets the lock only when the loop comes to it.
        self.is_busy = self._is_always_busy or self._wanted > 0
        self._lock.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def _never(_frame: bytes) -> int:
    raise BlockingIOError
