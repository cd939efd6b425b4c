"""A registration by somebody who is not signed in, begun after the answer, so that the answer tells nothing."""

from typing import Any

from portal.accounts.rules import NewPerson
from portal.doors.jobs import Desk
from portal.registrations import actions


def begin(desk: Desk, **asked: Any) -> None:
    """Keep the request and mail the link that confirms it."""
    settings = desk.settings
    new = NewPerson(asked["name"], asked["email"], asked["affiliation"])
    with desk.writing() as work:
        actions.begin(
            work,
            asked["workshop_id"],
            new,
            asked["note"],
            base_url=settings.base_url,
            minutes=settings.link_minutes,
        )


JOBS = {"registrations.begin": begin}
