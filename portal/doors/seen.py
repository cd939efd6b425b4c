"""When a sign-in was last used: noted in memory, written together once a minute, so that reading a page writes nothing."""

import threading
from collections.abc import Callable, Collection, Iterable

import structlog

from portal.store.work import Store, Work

log = structlog.get_logger()

EVERY_SECONDS = 60.0


class Seen:
    """Gathers the sign-ins that were used; who has a live connection open uses theirs all the time."""

    def __init__(
        self,
        store: Store,
        mark: Callable[[Work, Collection[int]], None],
        connected: Callable[[], Iterable[int]],
    ) -> None:
        self._store = store
        self._mark = mark
        self._connected = connected
        self._noted: set[int] = set()
        self._is_closing = threading.Event()

    def note(self, sign_in_id: int) -> None:
        self._noted.add(sign_in_id)

    def write(self) -> None:
        """Write down all that were used since the last time."""
        noted, self._noted = self._noted | set(self._connected()), set()
        if not noted:
            return
        with self._store.writing() as work:
            self._mark(work, noted)
            work.commit()

    def run_for_ever(self) -> None:
        """Write once a minute until closed; a fault is logged and does not end it."""
        while not self._is_closing.wait(EVERY_SECONDS):
            try:
                self.write()
            except Exception:
                log.exception("seen.not_written")

    def close(self) -> None:
        self._is_closing.set()
