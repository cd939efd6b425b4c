"""What runs beside the requests: the word of those who watch a stream is written down, so that it outlives their pages."""

from collections import defaultdict
from datetime import datetime

from portal.clock import now
from portal.console.actions import Seen, note
from portal.doors.jobs import Desk
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence, Seat
from portal.stage.rules import FAILS, PLAYS, report_in

LOOK_SECONDS = 10.0


class Watcher(Loop):
    """Looks now and then what the pages say of the sources, and writes only what is new.

    Each process looks at the same people and writes the same, so it matters to nobody which one does.
    """

    pause_seconds = LOOK_SECONDS

    def __init__(self, desk: Desk, presence: Presence) -> None:
        super().__init__()
        self._desk = desk
        self._presence = presence

    def turn(self) -> None:
        self.look(now())

    def look(self, at: datetime) -> None:
        """Write down what is said at this moment."""
        said: dict[int, dict[str, tuple[Seat, ...]]] = defaultdict(dict)
        for room in self._presence.rooms():
            if told := report_in(room):
                source_id, state = told
                said[source_id][state] = self._presence.people(room).seats
        seen = {source_id: _seen(states) for source_id, states in said.items()}
        if seen:
            with self._desk.writing() as work:
                note(work, seen, at)


def _seen(states: dict[str, tuple[Seat, ...]]) -> Seen:
    first = next(iter(states.get(FAILS, ())), None)
    return Seen(bool(states.get(PLAYS)), (first.id, first.name) if first else None)
