"""What a personal link is, what it may still do, and when a workshop asks again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from urllib.parse import quote

from portal.errors import Conflict
from portal.registrations.rules import State
from portal.workshops.rules.letters import as_words

MOST_AT_ONCE = 500
MOST_REMINDERS = 10
DAYS_BETWEEN = (2, 3, 5, 7, 14)
PAUSE = timedelta(hours=1)
"""So long after an invitation nobody gets another one by the button for all; a second press writes to nobody twice."""


class Standing(StrEnum):
    """What somebody who opens a link finds."""

    GOOD = auto()
    """It signs in, once, and accepts where there is an invitation to accept."""
    USED = auto()
    EXPIRED = auto()
    CLOSED = auto()
    """The organizers have changed their mind."""


@dataclass(frozen=True)
class Reminders:
    """Every so many days, so often at most; 0 days: never."""

    every_days: int = 0
    most: int = 0

    @property
    def is_on(self) -> bool:
        return bool(self.every_days and self.most)


@dataclass(frozen=True)
class Asked:
    """Somebody who has been invited and has not answered: how many mails went out, and when the last did."""

    mails: int
    last_at: datetime


def stored_form(token: str) -> str:
    """What is kept of the token of an invitation; no other token of the portal is stored in this form."""
    return hashlib.sha256(f"invitation:{token}".encode()).hexdigest()


def invitation_address(base_url: str, slug: str, token: str) -> str:
    """Where a personal link leads."""
    return f"{base_url}/{slug}/invitation/{quote(token)}"


def standing_of(
    used_at: datetime | None, expires_at: datetime, state: State | None, at: datetime
) -> Standing:
    """What a link may still do, for somebody whose registration is in this state."""
    if state in {None, State.DECLINED, State.BANNED}:
        return Standing.CLOSED
    if used_at is not None:
        return Standing.USED
    return Standing.EXPIRED if expires_at <= at else Standing.GOOD


def state_after_yes(state: State) -> State:
    """Where saying yes leads: in for who was invited, nowhere else for all others; raises Conflict where it is too late."""
    if state in {State.DECLINED, State.BANNED}:
        raise Conflict("The organizers have closed this invitation; please write to them.")
    return State.ACCEPTED if state in {State.INVITED, State.WITHDRAWN} else state


def is_due(asked: Asked, reminders: Reminders, at: datetime) -> bool:
    """Whether somebody is to be asked again now; the first invitation is no reminder."""
    is_long_ago = asked.last_at + timedelta(days=reminders.every_days) <= at
    return reminders.is_on and asked.mails <= reminders.most and is_long_ago


def invitation_markdown(
    *, name: str, by: str, title: str, roles: Sequence[str], link: str, until: str, is_again: bool
) -> str:
    """What an invitation says. The names in it are words, whatever signs they hold."""
    asks = f"{as_words(by)} invites you" if by else "You are invited"
    before = "This is a reminder: " if is_again else ""
    shown = " and ".join(part for part in (", ".join(roles[:-1]), roles[-1]) if part) if roles else "attendee"
    article = "an" if shown[0] in "aeio" else "a"
    return (
        f"Hello {as_words(name)},\n\n{before}{asks} to **{as_words(title)}** as {article} {shown}.\n\n"
        f"This opens your personal page, where you accept or decline:\n\n<{link}>\n\n"
        f"The link is for you alone. It signs you in once, and works until {until}. "
        "When it no longer works, its page mails you a new one.\n"
    )
