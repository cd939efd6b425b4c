"""A registration by somebody who is not signed in, begun after the answer, so that the answer tells nothing; and the
waiting list, which goes on after a seat was given back."""

from typing import Any

from portal.accounts.rules import NewPerson
from portal.doors.jobs import Desk, Handler
from portal.registrations import actions
from portal.registrations.rules.form import Application


def begin(desk: Desk, **asked: Any) -> None:
    """Keep the request and mail the link that confirms it."""
    settings = desk.settings
    new = NewPerson(asked["name"], asked["email"], asked["affiliation"])
    with desk.writing() as work:
        actions.begin(
            work,
            asked["workshop_id"],
            new,
            Application(**asked["application"]),
            base_url=settings.base_url,
            minutes=settings.link_minutes,
        )


def promote(desk: Desk, workshop_id: int) -> None:
    """Give free seats to those who wait."""
    with desk.writing() as work:
        actions.promote(work, workshop_id, base_url=desk.settings.base_url)


JOBS: dict[str, Handler] = {"registrations.begin": begin, "registrations.promote": promote}
