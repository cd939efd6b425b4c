"""Asks again, once a day, whoever has not answered."""

from collections.abc import Mapping

from portal.doors.jobs import Desk, Handler
from portal.invitations.actions import Way, remind


def remind_daily(desk: Desk, workshop_id: int, edition: int) -> None:
    """Write to those for whom it is time; the action leaves the job for tomorrow."""
    way = Way(desk.settings.base_url, desk.settings.invitation_days)
    with desk.writing() as work:
        remind(work, workshop_id, edition, way)


JOBS: Mapping[str, Handler] = {"invitations.remind": remind_daily}
