"""Mails about knocks, and the end of waiting for those who have left."""

import time
from datetime import timedelta

from portal.doors.jobs import Desk
from portal.knocks.actions import leave, mail_asker, mail_presenters
from portal.knocks.queries import talks_waiting
from portal.knocks.rules import GONE_AFTER
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence
from portal.threads.rules import room_of

LOOK_SECONDS = 5.0


class Doorkeeper(Loop):
    """Looks now and then whether those who wait to talk are still in front of the poster.

    Each process sees the people of all, and a knock ends once, so it does not matter how many of them look.
    """

    pause_seconds = LOOK_SECONDS

    def __init__(self, desk: Desk, presence: Presence) -> None:
        super().__init__()
        self._desk = desk
        self._presence = presence
        self._gone_since: dict[int, float] = {}

    def turn(self) -> None:
        self.look(time.monotonic())

    def look(self, at: float) -> None:
        """End the waiting of those who have been away for too long; `at` is monotonic time in seconds."""
        with self._desk.store.reading() as work:
            waiting = talks_waiting(work)
        away = [knock for knock, person, thread in waiting if not self._is_there(person, thread)]
        self._gone_since = {knock: self._gone_since.get(knock, at) for knock in away}
        for knock, since in tuple(self._gone_since.items()):
            if at - since >= GONE_AFTER.total_seconds():
                with self._desk.writing() as work:
                    leave(work, knock)

    def _is_there(self, person_id: int, thread_id: int) -> bool:
        return any(seat.id == person_id for seat in self._presence.people(room_of(thread_id)).seats)


def tell_presenters(desk: Desk, poster_id: int) -> None:
    """Mail those whom nobody met in the workshop."""
    pause = timedelta(minutes=desk.settings.knock_mail_minutes)
    with desk.writing() as work:
        mail_presenters(work, poster_id, base_url=desk.settings.base_url, pause=pause)


def tell_asker(desk: Desk, knock_id: int) -> None:
    """Mail the answer to who has left the workshop meanwhile."""
    with desk.writing() as work:
        mail_asker(work, knock_id, base_url=desk.settings.base_url)


JOBS = {"knocks.mail_presenters": tell_presenters, "knocks.mail_asker": tell_asker}
