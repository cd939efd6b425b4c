"""What the pages of conduct send, read."""

from typing import Any

from werkzeug.datastructures import MultiDict

from portal.conduct.rules import (
    LONGEST_ANSWER,
    LONGEST_REPORT,
    LONGEST_TEXT,
    STATE_WORDS,
    Reply,
    ReportDraft,
    ReportState,
    Terms,
)
from portal.doors.fields import Fields
from portal.doors.parse import read_email

MOST_DIGITS = 9


def read_terms(form: "MultiDict[str, str]") -> Terms:
    """Raises Invalid with every bad field."""
    fields = Fields(form)
    contact = fields.line("contact", "The contact", 254)
    terms = Terms(
        conduct=fields.text("conduct", "The code of conduct", LONGEST_TEXT),
        responsible=fields.line("responsible", "Who is responsible", 300),
        contact=fields.take("contact", lambda: read_email(contact), contact) if contact else "",
        privacy=fields.text("privacy", "The privacy text", LONGEST_TEXT),
        contact_ids=frozenset(_numbers(form, "contacts")),
    )
    fields.check()
    return terms


def read_version(form: "MultiDict[str, str]") -> int:
    """The number of the text that was read; 0, which no text has, for anything else. The box has to be ticked."""
    fields = Fields(form)
    if not fields.is_ticked("agreed"):
        fields.refuse("agreed", "Tick the box if you agree.")
    fields.check()
    return next(iter(_numbers(form, "version")), 0)


def read_report(form: "MultiDict[str, str]") -> ReportDraft:
    fields = Fields(form)
    draft = ReportDraft(
        text=fields.text("text", "The report", LONGEST_REPORT),
        place=fields.line("place", "The page", 300),
        is_anonymous=fields.is_ticked("is_anonymous"),
    )
    fields.check()
    return draft


def read_reply(form: "MultiDict[str, str]") -> Reply:
    fields = Fields(form)
    state = fields.choice("state", "The state", [str(one) for one in STATE_WORDS], ReportState.LOOKING)
    reply = Reply(ReportState(state), fields.text("answer", "The answer", LONGEST_ANSWER))
    fields.check()
    return reply


def _numbers(form: "MultiDict[str, str]", name: str) -> list[int]:
    texts: list[Any] = form.getlist(name)
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS]
