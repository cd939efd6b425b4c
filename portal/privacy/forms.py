"""What the pages of privacy send, read."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.doors.fields import Fields
from portal.doors.parse import read_email
from portal.errors import Invalid
from portal.privacy.rules import KINDS, MOST_MONTHS, WORD, Kind, host_of

MOST_DIGITS = 9


@dataclass(frozen=True)
class Asked:
    """Where somebody wants to be erased, whether at once, and with which password they prove it."""

    workshop_id: int | None
    is_at_once: bool
    password: str


def read_host(form: Mapping[str, str]) -> tuple[str, bool]:
    """A host, and whether its players may load; raises Invalid."""
    return host_of(form.get("host", "")), form.get("is_allowed") == "yes"


def read_erasure(form: Mapping[str, str]) -> Asked:
    """Raises Invalid where the word is not typed."""
    fields = Fields(form)
    _read_word(fields, form)
    when = fields.choice("when", "When", ("later", "now"), "later")
    fields.check()
    return Asked(read_number(form.get("workshop")), when == "now", form.get("password", ""))


def read_erasure_of(form: Mapping[str, str]) -> str:
    """The address of the person whom an organizer has erased; raises Invalid with every bad field."""
    fields = Fields(form)
    _read_word(fields, form)
    text = form.get("email", "")
    email = fields.take("email", lambda: read_email(text), text)
    fields.check()
    return email


def read_months(form: Mapping[str, str]) -> dict[Kind, int]:
    """For each kind a number of months, 0 for without an end; raises Invalid with every bad field."""
    fields, months = Fields(form), {}
    for kind, about in KINDS.items():
        text = form.get(kind, "").strip()
        is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
        months[kind] = int(text) if is_number else 0
        if not is_number or months[kind] > MOST_MONTHS:
            fields.refuse(kind, f"{about.title}: give a number of months from 0 to {MOST_MONTHS}.")
    fields.check()
    return months


def read_number(text: str | None) -> int | None:
    """A number in an address or a form; None for anything else."""
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if text is not None and is_number else None


def _read_word(fields: Fields, form: Mapping[str, str]) -> None:
    if form.get("word", "").strip().upper() != WORD:
        fields.refuse("word", f"Type {WORD} to say that you mean it.")


def wrong_password() -> Invalid:
    told = (
        "This is not your password. To be erased at once, prove that it is you; or choose to wait for 7 days."
    )
    return Invalid(told, fields={"password": told})
