"""The Socket.IO server and its guards. Nothing is patched by importing; app.py calls install_guards()."""

import threading
from typing import Any

import simple_websocket.ws as simple_ws
import socketio
from flask_socketio import SocketIO
from wsproto.extensions import Extension

from portal.settings import Settings

NAMESPACE = "/live"
MESSAGE_LIMIT_BYTES = 64 * 1024
PING_SECONDS = 10
GONE_SECONDS = 15

Server = socketio.Server


class WholeSocket:
    """A socket whose send() leaves nothing behind.

    simple-websocket ignores the count that send() returns; on gevent's sockets a full buffer then breaks the
    stream of a slow reader in the middle of a frame.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._lock = threading.RLock()

    def send(self, data: bytes) -> int:
        with self._lock:
            self._sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class NoDeflate(Extension):
    """Declines permessage-deflate: it doubles the CPU time and triples the memory of each client."""

    name = "permessage-deflate"

    def offer(self) -> bool:
        return False

    def accept(self, offer: str) -> None:  # noqa: ARG002 - the signature is wsproto's
        return None

    def enabled(self) -> bool:
        return False


def install_guards() -> None:
    """Whole writes, no deflate, and a cap on messages while they are still being read. Twice is the same as once."""
    if getattr(simple_ws.Base, "is_guarded", False):
        return
    plain_init = simple_ws.Base.__init__

    def guarded_init(self: Any, sock: Any = None, *arguments: Any, **options: Any) -> None:
        options["max_message_size"] = MESSAGE_LIMIT_BYTES
        whole: Any = WholeSocket(sock) if sock is not None else None
        plain_init(self, whole, *arguments, **options)

    base: Any = simple_ws.Base
    base.__init__ = guarded_init
    base.is_guarded = True
    module: Any = simple_ws
    module.PerMessageDeflate = NoDeflate


def make_socketio(settings: Settings) -> SocketIO:
    """The Socket.IO side of the application: WebSocket only, one namespace, bounded messages.

    Origins are checked in the door's connect handler, which knows the host that was asked; the library's own
    check is off because it lets a missing Origin pass.
    """
    options: dict[str, Any] = {
        "async_mode": settings.async_mode,
        "cors_allowed_origins": "*",
        "transports": ["websocket"],
        "max_http_buffer_size": MESSAGE_LIMIT_BYTES,
        "ping_interval": PING_SECONDS,
        "ping_timeout": GONE_SECONDS,
        "async_handlers": False,
        "manage_session": False,
        "http_compression": False,
        "logger": False,
        "engineio_logger": False,
    }
    if settings.redis_url:
        options["message_queue"] = settings.redis_url
    return SocketIO(**options)
