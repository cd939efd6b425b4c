"""Tells those who may see it how an open poll stands, at most twice a second however many vote."""

from collections.abc import Collection, Sequence

from portal.events import Event
from portal.polls import queries
from portal.polls.rules import NEVER_TOLD, poll_in
from portal.realtime.teller import Teller

PAUSE_SECONDS = 0.5


class PollTeller(Teller):
    """Looks twice a second which of the polls that are heard here have new votes, and tells their counts."""

    pause_seconds = PAUSE_SECONDS

    def thing_in(self, room: str) -> int | None:
        return poll_in(room)

    def moved(self, heard: Collection[int]) -> Sequence[Event]:
        with self._store.reading() as work:
            moved = queries.moved(work, {poll: self._told.get(poll, NEVER_TOLD) for poll in heard})
        self._told.update({one.poll: one.tally for one in moved})
        return moved
