"""What organizers type for a mailing: its words, its group, when it leaves, and the name of a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from portal.clock import instant_in
from portal.doors.fields import Fields, clean
from portal.doors.parse import read_email
from portal.errors import Invalid
from portal.mail.rules import MailState
from portal.mailings.rules import (
    AUDIENCES,
    LONGEST_BODY,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    Audience,
    MailingDraft,
    check_words,
)

MOST_PICKED = 5000


@dataclass(frozen=True)
class OutboxFilter:
    """Which mails of an outbox somebody wants to see."""

    state: str = ""
    number: int = 1


def read_draft(form: Mapping[str, str]) -> tuple[MailingDraft, tuple[str, ...]]:
    """A mailing with everything that is wrong named, and the addresses of a list that is picked by hand."""
    fields = Fields(form)
    subject = fields.line("subject", "The subject", LONGEST_SUBJECT, is_needed=True)
    body = fields.text("body", "The text", LONGEST_BODY)
    if not body:
        fields.refuse("body", "The text is missing.")
    fields.take("subject", partial(check_words, subject, "subject"), None)
    fields.take("body", partial(check_words, body, "body"), None)
    audience = fields.choice("audience", "The group", AUDIENCES, Audience.ACCEPTED)
    is_picked, emails = audience == Audience.PICKED, tuple[str, ...]()
    if is_picked:
        emails = fields.take("picked", partial(_emails, form.get("picked", "")), emails)
    if is_picked and not emails:
        fields.refuse("picked", "Name at least one person by their mail address.")
    fields.check()
    return MailingDraft(subject, body, audience), emails


def read_ids(text: str) -> tuple[int, ...]:
    """The people that an address names, as 3,17,20; what is no number is left out."""
    return tuple(
        int(one) for one in text.split(",")[:MOST_PICKED] if one.isascii() and one.isdigit() and len(one) < 10
    )


def read_time(form: Mapping[str, str], zone: ZoneInfo, at: datetime) -> datetime | None:
    """When it leaves, as a wall clock of the workshop; None for now. Raises Invalid for a time that is over."""
    fields = Fields(form)
    given = fields.moment("send_at", "The time")
    if form.get("when") != "later":
        return None
    if given is None:
        fields.refuse("send_at", "Choose when it leaves.")
    moment = fields.take("send_at", partial(instant_in, zone, given, "send_at"), at) if given else at
    if given and "send_at" not in fields.wrong and moment <= at:
        fields.refuse("send_at", "This time is over.")
    fields.check()
    return moment


def read_template_name(form: Mapping[str, str]) -> str:
    """What a template is called; raises Invalid."""
    fields = Fields(form)
    name = fields.line("name", "The name", LONGEST_NAME, is_needed=True)
    fields.check()
    return name


def read_outbox_filter(words: Mapping[str, str]) -> OutboxFilter:
    """The filter in an address; what makes no sense is as if it were not there."""
    state, number = words.get("state", ""), words.get("page", "")
    return OutboxFilter(
        state if state in set(MailState) else "",
        int(number) if number.isdecimal() and number.isascii() and len(number) < 6 else 1,
    )


def read_wish(form: Mapping[str, str]) -> tuple[int, bool]:
    """A workshop, and whether its mailings are wanted."""
    number = form.get("workshop_id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Invalid("Choose a workshop.")
    return int(number), form.get("is_wanted") == "yes"


def _emails(text: str) -> tuple[str, ...]:
    words = clean(text).replace(",", " ").replace(";", " ").replace("<", " ").replace(">", " ").split()
    found, wrong = [], []
    for word in words:
        if "@" in word:
            try:
                found.append(read_email(word))
            except Invalid:
                wrong.append(word)
    if wrong:
        raise Invalid(f"“{wrong[0][:60]}” cannot be read as a mail address.")
    if len(found) > MOST_PICKED:
        raise Invalid(f"A list picked by hand has {MOST_PICKED} people at most.")
    return tuple(dict.fromkeys(found))
