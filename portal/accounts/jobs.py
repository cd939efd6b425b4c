"""The sign-in link that is sent after the answer, so that the answer tells nothing."""

from portal.accounts.actions import send_link
from portal.doors.jobs import Desk


def send(desk: Desk, email: str, next_path: str) -> None:
    """Mail a link to whoever has this address."""
    settings = desk.settings
    with desk.writing() as work:
        send_link(work, email, base_url=settings.base_url, next_path=next_path, minutes=settings.link_minutes)


JOBS = {"accounts.send_link": send}
