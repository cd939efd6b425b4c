"""How the trail is filtered, and how it reads as a table in a file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

PAGE = 100
MOST_IN_FILE = 20_000

HEADINGS = ("When", "Who", "Action", "About", "Concerning", "Details")

STARTS_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
"""A spreadsheet runs a cell that begins so as a formula; the wide forms count in some."""

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Trail:
    """The trail as permissions see it: of one workshop, or of all."""

    workshop_id: int | None


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted: by whom or about whom, of which action or feature, and on which days."""

    person: str = ""
    action: str = ""
    first_day: date | None = None
    last_day: date | None = None
    number: int = 1


def words_of(action: str) -> str:
    """An action as people read it: registrations.set_roles → registrations: set roles."""
    feature, _, verb = action.partition(".")
    return f"{feature}: {verb.replace('_', ' ')}"


def details_of(details: dict[str, object]) -> str:
    """Small values in one line."""
    return ", ".join(f"{name.replace('_', ' ')}: {_told(value)}" for name, value in details.items() if value)


def safe_cells(rows: Iterable[Sequence[str]]) -> Iterable[list[str]]:
    """An apostrophe before what would run as a formula; nothing that a spreadsheet cannot hold."""
    for row in rows:
        kept = (NOT_IN_XML.sub("", cell)[:32_000] for cell in row)
        yield [f"'{cell}" if STARTS_FORMULA.match(cell) else cell for cell in kept]


def _told(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
