"""What goes by itself when its time is over."""

from typing import ClassVar

from portal.clock import now
from portal.doors.jobs import Desk
from portal.privacy import actions, queries
from portal.privacy.jobs.exporting import remove_files
from portal.privacy.rules import Kind
from portal.realtime.loop import Loop


class Keeper(Loop):
    """Looks now and then whether organizers have to be told, and what is due. Any process may: each looks before it does."""

    pause_seconds: ClassVar[float] = 900.0

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def turn(self) -> None:
        keep(self._desk)


def keep(desk: Desk) -> None:
    """One look at every workshop, at old copies of data and at old mails."""
    with desk.store.reading() as work:
        due = [
            workshop.id
            for workshop in queries.workshops_with_dates(work)
            if actions.is_something_to_do(work, workshop)
        ]
    for workshop_id in due:
        with desk.writing() as work:
            actions.look(work, workshop_id, base_url=desk.settings.base_url)
    with desk.writing() as work:
        old = actions.drop_old_exports(work, now())
        actions.drop_old_mails(work, desk.settings.mail_days)
    remove_files(desk, old)


def forget_kind(desk: Desk, workshop_id: int, kind: str) -> None:
    """Let a kind go, some at a time; a restart goes on where it was."""
    is_left = True
    while is_left:
        with desk.writing() as work:
            is_left = actions.forget_some(work, workshop_id, Kind(kind)) > 0
