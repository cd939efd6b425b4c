"""What an organizer types about the form: its settings, a question, a code."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from portal.access import Role
from portal.clock import instant_in
from portal.doors.fields import Fields
from portal.errors import Invalid
from portal.registrations.forms import read_roles
from portal.registrations.rules.form import (
    LONGEST_CODE,
    LONGEST_CONSENT,
    LONGEST_HELP,
    LONGEST_TEXT,
    MOST_DOMAINS,
    MOST_SEATS,
    CodeDraft,
    Form,
    Kind,
    QuestionDraft,
    checked_form,
    checked_question,
)

WAYS = {
    "approval": "Everybody may ask; an organizer accepts",
    "open": "Everybody who registers is accepted",
    "code": "Whoever knows a code is accepted",
    "domains": "Whoever has an address of certain domains is accepted",
    "invitation": "By invitation only",
    "closed": "Closed; organizers add people",
}
KINDS = {
    Kind.SHORT: "A short text",
    Kind.LONG: "A long text",
    Kind.SINGLE: "One answer of several",
    Kind.MULTIPLE: "Several answers",
    Kind.CHECKBOX: "A box to tick",
}
LONGEST_INTRO = 4000
DOMAIN = re.compile(r"(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
CODE = re.compile(r"[\w.-]{4,}")


def read_form(form: Mapping[str, str], zone: ZoneInfo) -> Form:
    """The settings, their times as wall clocks of the workshop; raises Invalid with every bad field."""
    fields = Fields(form)
    settings = Form(
        way=fields.choice("way", "Who may register", WAYS, "approval"),
        opens_at=_instant(fields, "opens_at", "The opening", zone),
        closes_at=_instant(fields, "closes_at", "The closing", zone),
        capacity=fields.take("capacity", partial(_number, form.get("capacity", "")), None),
        onsite_capacity=fields.take(
            "onsite_capacity", partial(_number, form.get("onsite_capacity", "")), None
        ),
        is_onsite_offered=fields.is_ticked("is_onsite_offered"),
        is_waitlist_on=fields.is_ticked("is_waitlist_on"),
        intro=fields.text("intro", "The introduction", LONGEST_INTRO),
        consent=fields.text("consent", "The consent text", LONGEST_CONSENT),
        domains=fields.take("domains", partial(_domains, fields.lines("domains")), ()),
    )
    _check(fields, partial(checked_form, settings))
    return settings


def values_of(form: Form, zone: ZoneInfo) -> dict[str, str]:
    """The settings as the fields of their form show them."""
    return {
        "way": form.way,
        "opens_at": f"{form.opens_at.astimezone(zone):%Y-%m-%dT%H:%M}" if form.opens_at else "",
        "closes_at": f"{form.closes_at.astimezone(zone):%Y-%m-%dT%H:%M}" if form.closes_at else "",
        "capacity": "" if form.capacity is None else str(form.capacity),
        "onsite_capacity": "" if form.onsite_capacity is None else str(form.onsite_capacity),
        "intro": form.intro,
        "consent": form.consent,
        "domains": "\n".join(form.domains),
    }


def read_question(form: Mapping[str, str]) -> QuestionDraft:
    """Raises Invalid with every bad field."""
    fields = Fields(form)
    draft = QuestionDraft(
        kind=Kind(fields.choice("kind", "How people answer", [*KINDS], Kind.SHORT)),
        text=fields.line("text", "The question", LONGEST_TEXT),
        help=fields.line("help", "The help", LONGEST_HELP),
        options=tuple(fields.lines("options")),
        is_required=fields.is_ticked("is_required"),
    )
    _check(fields, partial(checked_question, draft))
    return draft


def read_code(form: MultiDict[str, str]) -> CodeDraft:
    """Raises Invalid with every bad field."""
    fields = Fields(form)
    code = fields.line("code", "The code", LONGEST_CODE, is_needed=True)
    if code and not CODE.fullmatch(code):
        fields.refuse("code", "A code has 4 letters or digits at least, and no spaces.")
    draft = CodeDraft(
        code=code.upper(),
        uses=fields.take("uses", partial(_number, form.get("uses", "")), None),
        roles=fields.take("role", partial(read_roles, form.getlist("role")), ()),
    )
    if Role.ORGANIZER in draft.roles:
        fields.refuse("role", "A code makes nobody an organizer; do that by hand.")
    fields.check()
    return draft


def _check(fields: Fields, check: Callable[[], object]) -> None:
    try:
        check()
    except Invalid as refusal:
        for name, told in refusal.fields.items():
            fields.refuse(name, told)
    fields.check()


def _instant(fields: Fields, name: str, label: str, zone: ZoneInfo) -> datetime | None:
    given = fields.moment(name, label)
    return fields.take(name, partial(instant_in, zone, given, name), None) if given else None


def _number(text: str) -> int | None:
    word = text.strip()
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) < 8 and 1 <= int(word) <= MOST_SEATS):
        raise Invalid(f"A number from 1 to {MOST_SEATS}, or nothing for no limit.")
    return int(word)


def _domains(lines: list[str]) -> tuple[str, ...]:
    words = [word.strip().lstrip("@").casefold() for line in lines for word in line.split(",")]
    domains = tuple(dict.fromkeys(word for word in words if word))
    wrong = next((one for one in domains if not DOMAIN.fullmatch(one)), None)
    if wrong is not None:
        raise Invalid(f"“{wrong[:60]}” is not a domain; an example is example.org.")
    if len(domains) > MOST_DOMAINS:
        raise Invalid(f"A form takes {MOST_DOMAINS} domains at most.")
    return domains
