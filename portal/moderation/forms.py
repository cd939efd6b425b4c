"""What the forms of reports and measures say, and the payload of the commands."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.fields import Fields
from portal.doors.parse import Reader
from portal.moderation.rules import (
    LONGEST_NOTE,
    LONGEST_REASON,
    LONGEST_WORDS,
    OUTCOMES,
    REASONS,
    REMOVALS,
    SILENCES,
    Act,
    Report,
)


class _Watch(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


read_watch = Reader(_Watch, lambda wanted: wanted.workshop)


def read_report(form: Mapping[str, str]) -> Report:
    """Why somebody reports; raises Invalid."""
    fields = Fields(form)
    reason = _one_of(fields, form, "reason", REASONS, "Choose what is wrong with it.")
    words = fields.text("words", "What you add", LONGEST_WORDS)
    if reason == "other" and not words:
        fields.refuse("words", "Say in a few words what is wrong.")
    fields.check()
    return Report(reason, words)


def read_act(form: Mapping[str, str], lengths: Mapping[str, str] | None = None) -> Act:
    """The reason of a measure, which its person reads, and for how long; raises Invalid."""
    fields = Fields(form)
    reason = fields.line("reason", "The reason", LONGEST_REASON, is_needed=True)
    length = _one_of(fields, form, "length", lengths, "Choose for how long.") if lengths else ""
    fields.check()
    return Act(reason, length, _number(form.get("case", "")))


def read_silence(form: Mapping[str, str]) -> Act:
    return read_act(form, SILENCES)


def read_removal(form: Mapping[str, str]) -> Act:
    return read_act(form, REMOVALS)


def read_note(form: Mapping[str, str]) -> str:
    fields = Fields(form)
    text = fields.text("text", "The note", LONGEST_NOTE)
    if not text:
        fields.refuse("text", "Write something first.")
    fields.check()
    return text


def read_outcome(form: Mapping[str, str]) -> str:
    fields = Fields(form)
    outcome = _one_of(fields, form, "outcome", OUTCOMES, "Choose what became of it.")
    fields.check()
    return outcome


def _one_of(fields: Fields, form: Mapping[str, str], name: str, choices: Mapping[str, str], told: str) -> str:
    value = form.get(name, "")
    if value not in choices:
        fields.refuse(name, told)
    return value


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
