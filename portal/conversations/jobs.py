"""Mails to those who are away."""

from datetime import timedelta

from portal.clock import now
from portal.conversations.actions import mail_away
from portal.conversations.queries import waiting_since
from portal.conversations.rules import LOOK_SECONDS
from portal.doors.jobs import Desk
from portal.notices.rules import room_of
from portal.realtime.loop import Loop
from portal.realtime.presence import Presence


class Postman(Loop):
    """Looks now and then for whom something was written that nobody has read; who has a page open is not mailed.

    Each process sees the people of all, and of a notice a mail tells once, so it does not matter how many look.
    """

    pause_seconds = LOOK_SECONDS

    def __init__(self, desk: Desk, presence: Presence) -> None:
        super().__init__()
        self._desk = desk
        self._presence = presence

    def turn(self) -> None:
        settings = self._desk.settings
        pause = timedelta(minutes=settings.message_mail_minutes)
        if not pause:
            return
        with self._desk.store.reading() as work:
            waiting = waiting_since(work, now() - pause)
        for workshop_id, person_id in waiting:
            if self._presence.people(room_of(workshop_id, person_id)).count:
                continue
            with self._desk.writing() as work:
                mail_away(work, workshop_id, person_id, base_url=settings.base_url, pause=pause)
