"""What runs beside the requests: who has gone is taken out, who waited long is taken round, presenters are told."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from portal.clock import now
from portal.doors.jobs import Desk
from portal.notices.rules import room_of as pages_of
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence
from portal.tours.actions import tidy
from portal.tours.actions.telling import due_stops
from portal.tours.queries import people_on_the_way, running_tours, waits_of_all
from portal.tours.rules import Waiting, group_up, is_gone, is_out

LOOK_SECONDS = 2.0

Person = tuple[int, int]


class Guide(Loop):
    """Looks now and then whether there is something to do, and writes only then.

    Each process looks; the store lets one do it after the other, and what one has done the next one finds done.
    """

    pause_seconds = LOOK_SECONDS

    def __init__(self, desk: Desk, presence: Presence) -> None:
        super().__init__()
        self._desk = desk
        self._presence = presence
        self._seen: dict[Person, datetime] = {}

    def turn(self) -> None:
        self.look(now())

    def look(self, at: datetime) -> None:
        """Do what is due at this moment."""
        with self._desk.store.reading() as work:
            waits = waits_of_all(work)
            queues: dict[int, list[Waiting]] = defaultdict(list)
            for one in waits:
                queues[one.workshop_id].append(Waiting(one.person_id, one.since))
            walking = people_on_the_way(work, at)
            due = {tour.workshop_id for tour in running_tours(work, at) if due_stops(tour, at)}
        since = {(workshop, one.person_id): one.since for workshop, queue in queues.items() for one in queue}
        missed = self._missed(since.keys() | walking, at)
        left = {key for key in since if is_gone(at - since[key], missed[key])}
        gone: dict[int, set[int]] = defaultdict(set)
        for workshop, person in left | {key for key in walking if is_out(missed[key])}:
            gone[workshop].add(person)
        due |= {workshop for workshop, queue in queues.items() if group_up(queue, at)}
        for workshop in sorted(due | set(gone)):
            with self._desk.writing() as work:
                tidy(work, workshop, at, gone.get(workshop, ()), partial(self._is_here, workshop))

    def _is_here(self, workshop_id: int, person_id: int) -> bool:
        return bool(self._presence.people(pages_of(workshop_id, person_id)).seats)

    def _missed(self, people: Collection[Person], at: datetime) -> dict[Person, timedelta | None]:
        """How long each of these has had no page open; None for who never had one that this process saw."""
        seen = {key: at if self._is_here(*key) else self._seen.get(key) for key in people}
        self._seen = {key: when for key, when in seen.items() if when is not None}
        return {key: None if when is None else at - when for key, when in seen.items()}
