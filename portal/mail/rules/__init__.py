"""A mail before it is in the outbox, and what the answer of a mail server means."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

REFUSED = "refused: "
"""How the failure of a mail begins that no further try can mend."""

MOST_ATTEMPTS = 120
"""Some five days of tries; RFC 5321, section 4.5.4.1, wants four or five."""


class MailState(StrEnum):
    """Where a mail is, as the outbox shows it."""

    WAITING = auto()
    FAILING = auto()
    SENT = auto()
    REFUSED = auto()
    BOUNCED = auto()
    HELD = auto()


@dataclass(frozen=True)
class Letter:
    """One mail to one address. `unsubscribe_url` makes it a mailing that its reader can end with one press."""

    to: str
    subject: str
    text: str
    html: str = ""
    workshop_id: int | None = None
    person_id: int | None = None
    mailing_id: int | None = None
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class Answer:
    """What the server said of this mail; `is_at_recipient` where it refused the address before it saw the mail."""

    code: int
    text: str
    is_at_recipient: bool = False

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


def is_permanent(code: int) -> bool:
    """Whether a mail server's answer will stay the same: 5xx is permanent, 4xx is not (RFC 5321, section 4.2.1)."""
    return 500 <= code < 600


def is_about_address(answer: Answer) -> bool:
    """Whether a refusal for ever says that the address takes no mail, and not that this one mail is unwanted.

    Enhanced codes 5.1.x speak of the address (RFC 3463, section 3.2); without one, a refused recipient does.
    """
    enhanced = answer.text.split(" ", 1)[0]
    if enhanced.count(".") == 2:
        return enhanced.startswith(("5.1.", "5.2.1"))
    return answer.is_at_recipient and is_permanent(answer.code)


def pause_before(attempt: int) -> timedelta:
    """How long to wait before the next try: 30 s, doubled each time, an hour at most."""
    return timedelta(seconds=min(3600, 30 * 2 ** min(attempt - 1, 7)))


def return_path(template: str, token: str | None, otherwise: str) -> str:
    """The address to which a server sends back what it cannot deliver; the token in it tells which mail it was."""
    return template.replace("{token}", token) if template and token else otherwise
