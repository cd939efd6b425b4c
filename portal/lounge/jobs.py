"""What runs beside the requests: tables are told once a second, and the seats of those who left are freed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from portal.clock import now
from portal.doors.jobs import Desk
from portal.events import Event
from portal.lounge import actions, queries
from portal.lounge.events import LoungeChanged
from portal.lounge.rules import GONE_FOR, RENEW_AFTER, WAIT_RENEW_AFTER, lounge_in
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence
from portal.store.work import Store

TELL_SECONDS = 1.0
KEEP_SECONDS = 2.0


class Teller(Loop):
    """Looks once a second which tables have changed in the lounges that are heard here, and tells those alone.

    Each process tells its own people what stands in the store, so that several workers need not agree on anything else.
    """

    pause_seconds = TELL_SECONDS

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
        """Tell what has changed since the last time; lounges that nobody hears are forgotten."""
        heard = {lounge for room in tuple(self._heard()) if (lounge := lounge_in(room)) is not None}
        self._told = {lounge: told for lounge, told in self._told.items() if lounge in heard}
        if not heard:
            return
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
        if changes:
            self._publish(changes)


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
