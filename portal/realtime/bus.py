"""Hints between the workers of one portal through Redis. They may be lost: the store is the truth, this is only faster."""

import queue
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from portal.realtime.counters import Counters, Seldom
from portal.realtime.hints import (
    MOST_BYTES,
    MOST_TOGETHER,
    FrameHint,
    Hint,
    Letter,
    read_letter,
    write_letter,
)
from portal.realtime.redis_link import AWAY, open_redis
from portal.realtime.seal import Seal

log = structlog.get_logger()

MOST_WAITING = 2000
MOST_PAUSE_SECONDS = 2.0
ASK_SECONDS = 2.0
SILENT_SECONDS = 6.0
"""A Redis that does not even answer a ping for so long is asked on a new connection."""


class Bus:
    """One worker's end. Saying something puts it into a queue, so that a Redis that stands still holds nobody up."""

    def __init__(self, url: str, seal: Seal, counters: Counters) -> None:
        self.worker = secrets.token_hex(8)
        self._seal = seal
        self._channel = f"{seal.name}:hints"
        self._redis = open_redis(url)
        self._counters = counters
        self._waiting: queue.SimpleQueue[Hint | None] = queue.SimpleQueue()
        self._is_closing = threading.Event()
        self._cannot_publish = Seldom()
        self._cannot_listen = Seldom()
        self._refused = Seldom()

    def say(self, hint: Hint) -> None:
        """Tell the other workers soon, if it can be done; never blocks, never raises."""
        if self._waiting.qsize() >= MOST_WAITING:
            self._drop(1, "too many wait")
            return
        self._waiting.put(hint)

    def close(self) -> None:
        self._is_closing.set()
        self._waiting.put(None)

    def publish_for_ever(self) -> None:
        """Send what was said until closed; what cannot be sent is dropped and counted."""
        held: Hint | None = None
        while (first := held or self._waiting.get()) is not None:
            hints, held = self._gather(first)
            try:
                self._redis.publish(self._channel, write_letter(self._seal, self.worker, hints))
                self._counters.hints_sent += len(hints)
            except ValueError as error:
                self._drop(len(hints), str(error))
            except AWAY as error:
                self._drop(len(hints), str(error))
                self._is_closing.wait(0.2)

    def listen_for_ever(self, heard: Callable[[Letter], None], connected: Callable[[], None]) -> None:
        """Give what other workers say to `heard`, until closed; `connected` is called after each new connection."""
        pause = 0.1
        while not self._is_closing.is_set():
            began = time.monotonic()
            try:
                with self._redis.pubsub() as subscription:
                    subscription.subscribe(self._channel)
                    self._listen(subscription, heard, connected)
            except AWAY as error:
                self._cannot_listen.warn("bus.cannot_listen", error=str(error))
            pause = 0.1 if time.monotonic() - began > 5 else min(MOST_PAUSE_SECONDS, pause * 2)
            self._is_closing.wait(pause)

    def _gather(self, first: Hint) -> tuple[list[Hint], Hint | None]:
        """What waits by now, as much as fits into one letter; and the first that does not."""
        hints, size = [first], _size(first)
        while len(hints) < MOST_TOGETHER and not self._waiting.empty():
            hint = self._waiting.get()
            if hint is None:
                self._waiting.put(None)
                break
            size += _size(hint)
            if size > MOST_BYTES // 2:
                return hints, hint
            hints.append(hint)
        return hints, None

    def _listen(
        self, subscription: Any, heard: Callable[[Letter], None], connected: Callable[[], None]
    ) -> None:
        heard_at = asked_at = time.monotonic()
        while not self._is_closing.is_set():
            message = subscription.get_message(timeout=1.0)
            at = time.monotonic()
            if message is not None:
                heard_at = at
                if message["type"] == "subscribe":
                    connected()
                elif message["type"] == "message":
                    self._hear(message["data"], heard)
            elif at - heard_at > SILENT_SECONDS:
                raise TimeoutError("Redis says nothing")
            elif at - asked_at > ASK_SECONDS:
                asked_at = at
                subscription.ping()

    def _hear(self, data: object, heard: Callable[[Letter], None]) -> None:
        try:
            letter = read_letter(self._seal, data)
        except ValueError as error:
            self._counters.hints_refused += 1
            self._refused.warn("bus.unreadable", error=str(error)[:80])
            return
        if letter.sender == self.worker:
            return
        self._counters.hints_heard += len(letter.hints)
        heard(letter)

    def _drop(self, count: int, reason: str) -> None:
        self._counters.hints_dropped += count
        self._cannot_publish.warn("bus.cannot_publish", error=reason)


def _size(hint: Hint) -> int:
    """Roughly, in bytes; four for each character is the worst."""
    return 4 * len(hint.text) + 100 if isinstance(hint, FrameHint) else 1000
