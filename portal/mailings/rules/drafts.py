"""A mailing before it is sent, and the states that it goes through."""

from dataclasses import dataclass
from enum import StrEnum, auto

from portal.mailings.rules.audiences import check_audience
from portal.mailings.rules.words import check_words

LONGEST_SUBJECT = 200
LONGEST_BODY = 20_000
LONGEST_NAME = 80


class MailingState(StrEnum):
    """Where a mailing stands; a done one is written for everybody, and the outbox tells what has left."""

    DRAFT = auto()
    SCHEDULED = auto()
    SENDING = auto()
    DONE = auto()
    CANCELLED = auto()


@dataclass(frozen=True)
class MailingDraft:
    """A mailing as an organizer writes it; `picked` are people where the group is picked by hand."""

    subject: str
    body: str
    audience: str = "accepted"
    picked: tuple[int, ...] = ()


def check_draft(draft: MailingDraft) -> MailingDraft:
    """The draft, if every word in it is known; raises Invalid."""
    check_words(draft.subject, "subject")
    check_words(draft.body, "body")
    check_audience(draft.audience)
    return draft
