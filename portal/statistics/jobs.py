"""What runs beside the requests: twice a minute it is counted who is where."""

from collections.abc import Callable
from datetime import datetime

from portal.clock import now
from portal.doors.jobs import Desk
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence
from portal.statistics.actions import note
from portal.statistics.queries import counted, is_counted, rooms_among

LOOK_SECONDS = 10.0


class Sampler(Loop):
    """Looks who is where, once within each half of a minute; each process tries, and one of them is first.

    A server in trouble leaves it out: a gap is better than a wait.
    """

    pause_seconds = LOOK_SECONDS

    def __init__(self, desk: Desk, presence: Presence, is_overloaded: Callable[[], bool]) -> None:
        super().__init__()
        self._desk = desk
        self._presence = presence
        self._is_overloaded = is_overloaded

    def turn(self) -> None:
        if not self._is_overloaded():
            self.look(now())

    def look(self, at: datetime) -> None:
        """Count for this moment, unless somebody has."""
        rooms = rooms_among(self._presence.rooms(), self._ids)
        with self._desk.store.reading() as work:
            if is_counted(work, at):
                return
            found = counted(work, rooms, at)
        if found:
            with self._desk.writing() as work:
                note(work, found, at)

    def _ids(self, room: str) -> frozenset[int]:
        return frozenset(seat.id for seat in self._presence.people(room).seats)
