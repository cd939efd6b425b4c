"""What runs beside the requests: who has gone leaves the queue, who waited long is taken round, presenters are told."""

import threading
from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial

import structlog

from portal.clock import now
from portal.doors.jobs import Desk
from portal.notices.rules import room_of as pages_of
from portal.realtime.presence import Presence
from portal.tours.actions import tidy
from portal.tours.actions.telling import due_stops
from portal.tours.queries import running_tours, waits_of_all
from portal.tours.rules import Waiting, group_up, is_gone

log = structlog.get_logger()

LOOK_SECONDS = 2.0

Person = tuple[int, int]


class Guide:
    """Looks now and then whether there is something to do, and writes only then.

    Each process looks; the store lets one do it after the other, and what one has done the next one finds done.
    """

    def __init__(self, desk: Desk, presence: Presence) -> None:
        self._desk = desk
        self._presence = presence
        self._seen: dict[Person, datetime] = {}
        self._is_closing = threading.Event()

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Look until closed; a store that does not answer is logged once and asked again."""
        is_failing = False
        while not self._is_closing.wait(LOOK_SECONDS):
            try:
                self.look(now())
            except Exception:
                if not is_failing:
                    log.exception("tours.look_failed")
                is_failing = True
            else:
                is_failing = False

    def look(self, at: datetime) -> None:
        """Do what is due at this moment."""
        with self._desk.store.reading() as work:
            waits = [(one.workshop_id, Waiting(one.person_id, one.since)) for one in waits_of_all(work)]
            due = {tour.workshop_id for tour in running_tours(work, at) if due_stops(tour, at)}
        gone = self._gone(waits, at)
        by_workshop: dict[int, list[Waiting]] = defaultdict(list)
        for workshop, one in waits:
            by_workshop[workshop].append(one)
        due |= {workshop for workshop, queue in by_workshop.items() if group_up(queue, at)}
        for workshop in sorted(due | set(gone)):
            with self._desk.writing() as work:
                tidy(work, workshop, at, gone.get(workshop, ()), partial(self._is_here, workshop))

    def _is_here(self, workshop_id: int, person_id: int) -> bool:
        return bool(self._presence.people(pages_of(workshop_id, person_id)).seats)

    def _gone(self, waits: list[tuple[int, Waiting]], at: datetime) -> dict[int, list[int]]:
        """Who has left the queue by closing all pages, by workshop."""
        gone: dict[int, list[int]] = defaultdict(list)
        here = {
            (workshop, one.person_id) for workshop, one in waits if self._is_here(workshop, one.person_id)
        }
        waiting = {(workshop, one.person_id) for workshop, one in waits}
        self._seen = {
            key: at if key in here else self._seen[key] for key in waiting if key in here or key in self._seen
        }
        for workshop, one in waits:
            seen = self._seen.get((workshop, one.person_id))
            missed: timedelta | None = None if seen is None else at - seen
            if is_gone(at - one.since, missed):
                gone[workshop].append(one.person_id)
        return gone
