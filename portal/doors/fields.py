"""A plain form, field by field: everything that is wrong is gathered, so that one refusal names every bad field."""

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from portal.errors import Invalid

Value = TypeVar("Value")

MOST_ROWS = 500


class Fields:
    """Reads one form. Each reader answers with a value of its kind, also for a bad field; `check` then refuses."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.wrong: dict[str, str] = {}

    def line(self, name: str, label: str, most: int, *, is_needed: bool = False) -> str:
        """One line of text, its white space tidied."""
        text = " ".join(clean(self._form.get(name, "")).split())
        return self._fitting(name, label, text, most, is_needed=is_needed)

    def text(self, name: str, label: str, most: int) -> str:
        """Several lines, as they were typed."""
        return self._fitting(name, label, clean(self._form.get(name, "")).strip(), most, is_needed=False)

    def lines(self, name: str) -> list[str]:
        """The lines of a larger field that are not empty."""
        return [line for line in map(_tidy, clean(self._form.get(name, "")).split("\n")) if line]

    def day(self, name: str, label: str) -> date | None:
        text = self._form.get(name, "").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(name, f"{label} is not a date; an example is 2025-12-06.")
            return None

    def time_of_day(self, name: str, label: str) -> time | None:
        text = self._form.get(name, "").strip()
        try:
            return time.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(name, f"{label} is not a time of day; an example is 09:30.")
            return None

    def moment(self, name: str, label: str) -> datetime | None:
        """A date with a time of day and no zone, as a browser sends it: 2025-12-06T09:30."""
        text = self._form.get(name, "").strip()
        try:
            given = datetime.fromisoformat(text) if text else None
        except ValueError:
            given = None
        if text and (given is None or given.tzinfo is not None or len(text) < 16):
            self.refuse(name, f"{label} is not a date with a time; an example is 2025-12-06T09:30.")
            return None
        return given.replace(microsecond=0) if given else None

    def choice(self, name: str, label: str, options: Collection[str], otherwise: str) -> str:
        given = self._form.get(name, otherwise)
        if given in options:
            return given
        self.refuse(name, f"{label} has no choice “{given[:40]}”.")
        return otherwise

    def choices(self, name: str, options: Collection[str]) -> tuple[str, ...]:
        """Those options that are ticked; what is no option is left out."""
        ticked = self._form.getlist(name) if isinstance(self._form, MultiDict) else [self._form.get(name, "")]
        return tuple(option for option in options if option in ticked)

    def is_ticked(self, name: str) -> bool:
        return bool(self._form.get(name))

    def take(self, name: str, read: Callable[[], Value], otherwise: Value) -> Value:
        """What `read` makes of the field; its refusal is kept with its own sentence."""
        try:
            return read()
        except Invalid as refusal:
            self.refuse(name, refusal.message)
            return otherwise

    def rows(self, prefix: str) -> Iterator[str]:
        """The beginnings of the names of each row's fields, in order: `date-0-`, `date-1-` …"""
        places = {
            int(place)
            for name in self._form
            if name.startswith(f"{prefix}-")
            and (place := name.removeprefix(f"{prefix}-").partition("-")[0]).isdecimal()
            and len(place) < 6
        }
        if len(places) > MOST_ROWS:
            raise Invalid(f"A form takes {MOST_ROWS} rows at most.")
        return (f"{prefix}-{place}-" for place in sorted(places))

    def refuse(self, name: str, sentence: str) -> None:
        self.wrong.setdefault(name, sentence)

    def check(self) -> None:
        """Raises Invalid with everything that is wrong."""
        if self.wrong:
            raise Invalid(" ".join(self.wrong.values()), fields=self.wrong)

    def _fitting(self, name: str, label: str, text: str, most: int, *, is_needed: bool) -> str:
        if is_needed and not text:
            self.refuse(name, f"{label} is missing.")
        if len(text) > most:
            self.refuse(name, f"{label} has {len(text)} characters; {most} is the most.")
        return text


def clean(text: str) -> str:
    """Text in its normal form, without the control characters that no store and no page can hold."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})


def iso_day(on: date | None) -> str:
    """A day as the field of a form holds it."""
    return on.isoformat() if on else ""


def _tidy(line: str) -> str:
    return " ".join(line.split())
