"""The Socket.IO server, set up for the open internet: WebSocket only, one namespace, bounded messages."""

from typing import Any

import socketio as python_socketio
from flask import Flask
from flask_socketio import SocketIO

from portal.realtime import gate
from portal.realtime.guards import MESSAGE_LIMIT_BYTES
from portal.settings import Settings

NAMESPACE = gate.NAMESPACE
PING_SECONDS = 10
GONE_SECONDS = 15

Server = python_socketio.Server


def make_socketio(app: Flask, settings: Settings) -> tuple[SocketIO, Any]:
    """The Socket.IO side of the application, and the python-socketio server inside it.

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
    socketio = SocketIO(app, **options)
    server: Any = socketio.server  # type: ignore[attr-defined]  # unknown to the stubs
    return socketio, server
