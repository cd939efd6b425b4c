"""Tells those who may see it how an open poll stands, at most twice a second however many vote."""

import threading
from collections.abc import Callable, Collection, Sequence

import structlog

from portal.events import Event
from portal.polls import queries
from portal.polls.rules import NEVER_TOLD, poll_in
from portal.store.work import Store

log = structlog.get_logger()

PAUSE_SECONDS = 0.5


class Teller:
    """Looks twice a second which of the polls that are heard here have new votes, and tells their counts.

    Each process tells its own people, so nothing has to be known of the votes at other processes but their sum.
    """

    def __init__(
        self, store: Store, heard: Callable[[], Collection[str]], publish: Callable[[Sequence[Event]], None]
    ) -> None:
        self._store = store
        self._heard = heard
        self._publish = publish
        self._told: dict[int, int] = {}
        self._is_closing = threading.Event()

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Tell until closed; a store that does not answer is asked again half a second later."""
        while not self._is_closing.wait(PAUSE_SECONDS):
            try:
                self.tell()
            except Exception:
                log.exception("polls.telling_failed")

    def tell(self) -> None:
        """Count what has changed since the last time; polls that nobody hears are forgotten."""
        heard = {poll for room in tuple(self._heard()) if (poll := poll_in(room)) is not None}
        self._told = {poll: self._told.get(poll, NEVER_TOLD) for poll in heard}
        if not heard:
            return
        with self._store.reading() as work:
            moved = queries.moved(work, self._told)
        self._told.update({one.poll: one.tally for one in moved})
        if moved:
            self._publish(moved)
