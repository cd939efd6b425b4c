"""The short way of a command from the network to its door and of the answer back.

python-socketio is asked for everything but plain events of the one namespace, which are read here: its own way makes
a packet object for each, and sends an answer through a queue and a second greenlet.
"""

import json
from collections.abc import Callable
from typing import Any

from portal.realtime.rooms import Pipe, answer_frame
from portal.realtime.server import NAMESPACE, Server

EVENT = f"2{NAMESPACE},"
MOST_DIGITS = 10

Reply = Callable[[dict[str, Any]], None]
Take = Callable[[str, str, list[Any], Reply], None]
"""(engine sid, name, payload, reply) → run the command and reply once; no name stands for what cannot be read."""


class Lane:
    """Takes the events of the one namespace past python-socketio."""

    def __init__(self, server: Server, take: Take) -> None:
        self._server: Any = server
        self._take = take

    def install(self) -> None:
        self._server.eio.on("message", self._hear)

    def _hear(self, engine_sid: str, data: Any) -> None:
        if type(data) is not str or not data.startswith(EVENT):
            self._server._handle_eio_message(engine_sid, data)  # noqa: SLF001 - tests/realtime/test_contract_lane.py holds it
            return
        start = data.find("[", len(EVENT), len(EVENT) + MOST_DIGITS + 1)
        digits = data[len(EVENT) : start] if start >= 0 else ""
        if not (digits.isascii() and digits.isdecimal()):
            digits = ""
        name, payload = _read(data[len(EVENT) + len(digits) :])
        self._take(engine_sid, name, payload, self._reply_to(engine_sid, digits))

    def _reply_to(self, engine_sid: str, digits: str) -> Reply:
        def reply(answer: dict[str, Any]) -> None:
            socket = self._server.eio.sockets.get(engine_sid)
            if digits and socket is not None:
                pipe = Pipe(socket)
                if not pipe.push(answer_frame(digits, answer)):
                    pipe.cut()

        return reply


def _read(text: str) -> tuple[str, list[Any]]:
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return "", []
    if isinstance(words, list) and words and isinstance(words[0], str):
        return words[0], words[1:]
    return "", []
