"""Evictions that were made elsewhere: each second the store is asked for new ones, whatever else is away."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable

import structlog

from portal.events import Eviction
from portal.realtime.counters import Counters
from portal.store.evictions import evictions_after, newest_eviction
from portal.store.work import Store

log = structlog.get_logger()

LOOK_SECONDS = 1.0
SETTLED_SECONDS = 60.0
"""Ids are given before the commit: so long after a newer one was seen, a smaller one may still appear."""
CLEAN_SECONDS = 600.0
BEHIND = 200
"""As many ids before the first look are watched too: their changes may be on their way when a process begins."""


class Revocations:
    """Applies each eviction once, from wherever this process hears of it first.

    `clean` drops the rows that every process has seen; it is called now and then.
    """

    def __init__(
        self,
        store: Store,
        evict: Callable[[Eviction], None],
        counters: Counters,
        clean: Callable[[], None],
    ) -> None:
        self._store = store
        self._clean = clean
        self._evict = evict
        self._counters = counters
        self._seen: set[int] = set()
        self._floor: int | None = None
        self._newest: deque[tuple[float, int]] = deque()
        self._is_failing = False
        self._is_closing = threading.Event()

    def apply(self, eviction: Eviction) -> None:
        """End what the eviction ends, unless that was done already."""
        if eviction.id is not None:
            if eviction.id in self._seen:
                return
            self._seen.add(eviction.id)
        self._counters.evictions += 1
        self._evict(eviction)

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Look once a second until closed; a store that does not answer is logged once and asked again.

        The first look is at once: until then this process takes everything for older than itself.
        """
        clean_at = time.monotonic() + random.uniform(0, CLEAN_SECONDS)  # noqa: S311 - only spreads the work
        while not self._is_closing.is_set():
            at = time.monotonic()
            try:
                self.look(at)
                if at >= clean_at:
                    clean_at = at + CLEAN_SECONDS
                    self._clean()
            except Exception as error:
                if not self._is_failing:
                    log.exception("revocations.cannot_look", error=type(error).__name__)
                self._is_failing = True
            else:
                self._is_failing = False
            self._is_closing.wait(LOOK_SECONDS)

    def look(self, at: float) -> None:
        """Apply what is new; `at` is monotonic time in seconds."""
        with self._store.reading() as work:
            if self._floor is None:
                self._floor = newest_eviction(work.session) - BEHIND
                self._seen.update(one.id or 0 for one in evictions_after(work.session, self._floor))
            found = evictions_after(work.session, self._floor)
        for eviction in found:
            try:
                self.apply(eviction)
            except Exception:
                # One that cannot be applied must not keep back the next.
                log.exception("revocations.failed")
        self._settle(at, max((one.id or 0 for one in found), default=self._floor))

    def _settle(self, at: float, newest: int) -> None:
        """Stop watching the ids below which nothing new can appear."""
        self._newest.append((at, newest))
        while self._newest and self._newest[0][0] <= at - SETTLED_SECONDS:
            self._floor = self._newest.popleft()[1]
        floor = self._floor or 0
        if len(self._seen) > 4 * BEHIND:
            self._seen = {number for number in self._seen if number > floor}
