"""What a mailing is, to whom it may go, and what its words become for one reader."""

from portal.mailings.rules.audiences import AUDIENCES, ROLE, Audience, Skip, audience_words, check_audience
from portal.mailings.rules.drafts import (
    LONGEST_BODY,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    MailingDraft,
    MailingState,
    check_draft,
)
from portal.mailings.rules.letters import Head, Reader, Rendered, Slot, render
from portal.mailings.rules.words import WORDS, check_words, fill, words_in

__all__ = [
    "AUDIENCES",
    "LONGEST_BODY",
    "LONGEST_NAME",
    "LONGEST_SUBJECT",
    "ROLE",
    "WORDS",
    "Audience",
    "Head",
    "MailingDraft",
    "MailingState",
    "Reader",
    "Rendered",
    "Skip",
    "Slot",
    "audience_words",
    "check_audience",
    "check_draft",
    "check_words",
    "fill",
    "render",
    "words_in",
]
