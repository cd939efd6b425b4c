"""Tells those who may see it how an open poll stands, at most twice a second however many vote."""

from collections.abc import Callable, Collection, Sequence

from portal.events import Event
from portal.polls import queries
from portal.polls.rules import NEVER_TOLD, poll_in
from portal.realtime.loop import Loop
from portal.store.work import Store

PAUSE_SECONDS = 0.5


class Teller(Loop):
    """Looks twice a second which of the polls that are heard here have new votes, and tells their counts.

    Each process tells its own people, so nothing has to be known of the votes at other processes but their sum.
    """

    pause_seconds = PAUSE_SECONDS

    def __init__(
        self, store: Store, heard: Callable[[], Collection[str]], publish: Callable[[Sequence[Event]], None]
    ) -> None:
        super().__init__()
        self._store = store
        self._heard = heard
        self._publish = publish
        self._told: dict[int, int] = {}

    def turn(self) -> None:
        self.tell()

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
