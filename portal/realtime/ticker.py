"""Once a second each room that changed is told who is there: one digest instead of a message for every step."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

import structlog

from portal.events import Event
from portal.realtime.presence import Crowd, Presence
from portal.store.work import Store, Work

log = structlog.get_logger()

TICK_SECONDS = 0.8
HEARTBEAT_SECONDS = 4.0
"""So often every room with people is told its head even when nothing moved, so that a lost hint heals itself."""

Digest = Callable[[Work, Mapping[str, Crowd]], Sequence[Event]]
"""(work, the people in each changed room) → what to tell; a feature gives one, app.py hands it over."""


class Ticker:
    """Turns changes of presence into digests."""

    def __init__(
        self,
        store: Store,
        presence: Presence,
        digests: Sequence[Digest],
        publish: Callable[[Sequence[Event]], None],
    ) -> None:
        self._store = store
        self._presence = presence
        self._digests = digests
        self._publish = publish
        self._is_closing = threading.Event()

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Tell until closed; a store that does not answer is logged and asked again at the next tick."""
        next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS
        while not self._is_closing.wait(TICK_SECONDS):
            if time.monotonic() >= next_heartbeat:
                next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS
                self._presence.mark(self._presence.rooms())
            try:
                self.tick()
            except Exception:
                log.exception("ticker.failed")

    def tick(self) -> None:
        """Tell once."""
        changed = self._presence.take_changed()
        if not changed:
            return
        crowds = {room: self._presence.people(room) for room in changed}
        with self._store.reading() as work:
            facts = [fact for digest in self._digests for fact in digest(work, crowds)]
        self._publish(facts)
