"""Which messages of a browser go on to the libraries: those that our own client sends, and nothing else.

Everything behind this speaks for connections that mean well. A packet with attachments would be kept in memory until
the last one comes, and one that cannot be read would be logged with a traceback each time.
"""

import json
from typing import Any

NAMESPACE = "/live"

PONG, CLOSE = "3", "1"
CONNECT, DISCONNECT, EVENT = f"40{NAMESPACE}", f"41{NAMESPACE}", f"42{NAMESPACE},"


def is_known(message: Any) -> bool:
    """Whether this WebSocket message is one of ours; a text that is not, and any binary one, ends the connection."""
    if type(message) is not str:
        return False
    if message.startswith(EVENT) or message in {PONG, CLOSE}:
        return True
    if message.startswith(CONNECT):
        return _is_connect(message.removeprefix(CONNECT))
    return message.startswith(DISCONNECT) and message.removeprefix(DISCONNECT) in {"", ","}


def _is_connect(rest: str) -> bool:
    if rest in {"", ","}:
        return True
    try:
        return rest.startswith(",{") and isinstance(json.loads(rest[1:]), dict)
    except (ValueError, RecursionError):
        return False
