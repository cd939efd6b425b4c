"""Flask-SocketIO on gevent as its guide shows it: the same commands, `emit` to a room, nothing kept.

`python -m gevent.monkey stock_server.py PORT`
"""

import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room

NAMESPACE = "/live"

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", cors_allowed_origins="*", ping_interval=10, ping_timeout=15)
heads: defaultdict[int, Iterator[int]] = defaultdict(lambda: itertools.count(1))
numbers: dict[str, int] = {}


@socketio.on("connect", namespace=NAMESPACE)
def let_in(_auth: Any = None) -> None:
    numbers[request.sid] = len(numbers) + 1  # type: ignore[attr-defined]  # Flask-SocketIO adds it


@socketio.on("threads.enter", namespace=NAMESPACE)
def enter(wanted: dict[str, Any]) -> dict[str, Any]:
    join_room(f"thread:{wanted['thread']}")
    return {"ok": True, "data": {"head": 0, "messages": [], "people": {"count": 0, "sample": []}}}


@socketio.on("threads.post", namespace=NAMESPACE)
def post(draft: dict[str, Any]) -> dict[str, Any]:
    thread, number = draft["thread"], numbers[request.sid]  # type: ignore[attr-defined]
    seq = next(heads[thread])
    message = {
        "thread": thread,
        "seq": seq,
        "client_id": draft["client_id"],
        "kind": "message",
        "author": {"id": number, "name": f"Bench person {number}", "role": "attendee"},
        "text": draft["text"],
        "posted_at": datetime.now(UTC).isoformat(),
    }
    emit("threads.message_posted", message, to=f"thread:{thread}")
    return {"ok": True, "data": {"seq": seq}}


if __name__ == "__main__":
    socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]))
