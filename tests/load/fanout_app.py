"""The portal, speaking by itself: it publishes LOAD_RATE messages a second to LOAD_CLIENTS and stores none of them.

What is measured so is the fan-out alone: from a fact to the bytes on every connection.
"""

import itertools
import os
import time
from datetime import UTC, datetime

from flask import Flask

import config
from portal.app import create_app, start
from portal.settings import environment
from portal.threads.events import MessagePosted
from portal.threads.rules import room_of

TEXT = "A message of usual length, as people write them in a chat beside a poster."


def speak(application: Flask, thread: int, clients: int, rate: float) -> None:
    """Wait until so many are in the room, then publish for ever."""
    presence, publish = application.extensions["presence"], application.extensions["portal"].publish
    while presence.people(room_of(thread)).count < clients:
        time.sleep(0.1)
    begun = time.monotonic()
    for number in itertools.count():
        # A sleep of nothing would go behind everything else that is ready; a late message goes at once.
        if (wait := begun + number / rate - time.monotonic()) > 0:
            time.sleep(wait)
        publish([_message(thread, number)])


def _message(thread: int, number: int) -> MessagePosted:
    return MessagePosted(
        thread=thread,
        seq=number + 1,
        client_id=f"b{number}-",
        kind="message",
        author={"id": number, "name": f"Bench person {number}", "role": "attendee"},
        text=TEXT,
        posted_at=datetime.now(UTC).isoformat(),
    )


app = create_app(config.production(environment()))
start(app)
app.extensions["socketio"].start_background_task(
    speak,
    app,
    int(os.environ["LOAD_THREAD"]),
    int(os.environ["LOAD_CLIENTS"]),
    float(os.environ["LOAD_RATE"]),
)
