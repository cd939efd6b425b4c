"""What runs beside the requests: tables are told once a second, and the seats of those who left are freed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from portal.clock import now
from portal.doors.jobs import Desk
from portal.events import Event
from portal.lounge import actions, queries
from portal.lounge.events import LoungeChanged
from portal.lounge.rules import GONE_FOR, RENEW_AFTER, WAIT_RENEW_AFTER, lounge_in
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence
from portal.realtime.teller import Teller

TELL_SECONDS = 1.0
KEEP_SECONDS = 2.0


class LoungeTeller(Teller):
    """Looks once a second which tables have changed in the lounges that are heard here, and tells those alone."""

    pause_seconds = TELL_SECONDS

    def thing_in(self, room: str) -> int | None:
        return lounge_in(room)

    def moved(self, heard: Collection[int]) -> Sequence[Event]:
        changes = []
        with self._store.reading() as work:
            for lounge, revision in queries.revisions(work, heard).items():
                # Of a lounge that was not heard here before, only the number: who is behind it asks for the tables.
                since = self._told.get(lounge, revision)
                cards = queries.tables_since(work, lounge, since) if since < revision else []
                if cards or self._told.get(lounge) != revision:
                    tables = [card.wire() for card in cards]
                    changes.append(
                        LoungeChanged(
                            lounge=lounge, since=min(since, revision), revision=revision, tables=tables
                        )
                    )
        self._told.update({change.lounge: change.revision for change in changes})
        return changes


class Keeper(Loop):
    """Writes down who is still here, and does what has run out.

    What a seat needs is that some process has seen its person within the last minute and has written so: each writes of
    those whom it knows of, and any may free a seat of which nobody wrote.
    """

    pause_seconds = KEEP_SECONDS

    def __init__(self, desk: Desk, presence: Presence) -> None:
        super().__init__()
        self._desk = desk
        self._presence = presence
        # After a restart everybody needs a moment to come back.
        self._tidies_from: datetime = now() + GONE_FOR

    def turn(self) -> None:
        self.keep(now())

    def keep(self, at: datetime) -> None:
        """Read, and write only where there is something to write."""
        here = self._here()
        seats_before, waits_before = at - RENEW_AFTER, at - WAIT_RENEW_AFTER
        with self._desk.store.reading() as work:
            is_to_renew = queries.is_somebody_to_renew(work, here, seats_before, waits_before)
            due = queries.lounges_to_tidy(work, at)
        if is_to_renew:
            with self._desk.writing() as work:
                for lounge, ids in here.items():
                    actions.renew(work, lounge, ids, at, seats_before=seats_before, waits_before=waits_before)
        for lounge in due if at >= self._tidies_from else ():
            with self._desk.writing() as work:
                actions.tidy(work, lounge, at)

    def _here(self) -> dict[int, frozenset[int]]:
        """Who has a page of which lounge open, as far as this process knows."""
        found: dict[int, frozenset[int]] = defaultdict(frozenset)
        for room in self._presence.rooms():
            lounge = lounge_in(room)
            if lounge is not None:
                found[lounge] = frozenset(seat.id for seat in self._presence.people(room).seats)
        return found
