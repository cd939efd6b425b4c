"""What a list of conversations says of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.threads.rules import DIRECT

KIND = DIRECT
MOST_LISTED = 200
LOOK_SECONDS = 20.0


@dataclass(frozen=True)
class Listed:
    """One conversation as one of the two sees it: with whom, what was said last and by whom, and what waits unread."""

    thread_id: int
    person_id: int
    name: str
    newest: str
    is_mine: bool
    at: datetime
    unread: int


def mail_text(name: str, writers: list[str], title: str, link: str, pause: timedelta) -> str:
    """What somebody reads by mail who was away; what was written stands in the portal alone."""
    who = writers[0] if len(writers) == 1 else f"{', '.join(writers[:-1])} and {writers[-1]}"
    verb = "waits" if len(writers) == 1 else "wait"
    return (
        f"Hello {name},\n\n{who} {verb} for you in “{title}”. What was said stands here; you may have to sign in "
        f"first:\n\n{link}\n\nYou get this mail because you were away for {_minutes(pause)}. "
        "You can switch such mails off on your profile.\n"
    )


def mail_subject(writers: list[str], title: str) -> str:
    who = writers[0] if len(writers) == 1 else f"{len(writers)} people"
    return f"{who} wrote to you in {title}"


def _minutes(pause: timedelta) -> str:
    minutes = int(pause.total_seconds() // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
