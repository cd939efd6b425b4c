"""Which column of a schedule holds what, by its heading or else by its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.imports.readers.inline import Cell, plain
from portal.imports.readers.tables import Table
from portal.imports.readers.times import NoTimeError, read_span
from portal.imports.readers.titles import Columns

COLUMNS = (
    ("time", re.compile(r"\b(?:time|when|hours?|start|slot)\b")),
    ("speaker", re.compile(r"\b(?:speakers?|presenters?|who|authors?|panell?ists?|people|by)\b")),
    ("kind", re.compile(r"\b(?:type|kind|category)\b")),
    ("mode", re.compile(r"\b(?:format|mode)\b")),
    ("room", re.compile(r"\b(?:room|location|where|venue|place)\b")),
    ("abstract", re.compile(r"\b(?:abstract|description|details)\b")),
    ("links", re.compile(r"\b(?:links?|slides|videos?|recordings?|materials?|pdf|zoom)\b")),
)
TITLE = re.compile(
    r"\b(?:title|topic|event|activity|programme?|session|talk|agenda|schedule|section|morning|afternoon)\b"
)


@dataclass(frozen=True)
class Shape:
    """What is the same for all rows of a table."""

    time_column: int
    names: dict[str, int]
    file: str


def tells_time(cell: str) -> bool:
    try:
        return read_span(plain(cell)) is not None
    except NoTimeError:
        return True


def time_column(table: Table) -> int:
    header = table.header
    if header is not None:
        roles = [role_of_header(plain(cell)) for cell in header.cells]
        if "time" in roles:
            return roles.index("time")
    counts = [0, 0, 0]
    for row in table.rows[:50]:
        for place, cell in enumerate(row.cells[:3]):
            counts[place] += tells_time(cell)
    return counts.index(max(counts))


def role_of_header(header: str) -> str | None:
    words = header.lower()
    if len(words) > 60 or re.search(r"title", words):
        return None
    return next((role for role, pattern in COLUMNS if pattern.search(words)), None)


def name_columns(table: Table, time_column: int) -> dict[str, int]:
    """Where the title, the speakers and the rest stand; what no heading names is guessed by position."""
    width = max(len(row.cells) for row in table.rows)
    header = table.header.cells if table.header else ()
    names = {"time": time_column}
    for place, cell in enumerate(header):
        role = role_of_header(plain(cell))
        if place != time_column and role is not None and role not in names:
            names[role] = place
    free = [place for place in range(width) if place not in names.values()]
    titled = [p for p in free if p < len(header) and TITLE.search(plain(header[p]).lower())]
    if not free and "speaker" in names:
        # "Talk and speaker" is one column, and its cells are read as titles with names in them.
        free = [names.pop("speaker")]
    names["title"] = titled[0] if titled else (free[0] if free else width)
    left = [place for place in free if place != names["title"]]
    if "speaker" not in names and left:
        names["speaker"] = left[0]
    return names


def columns_of(cells: Sequence[Cell], shape: Shape, hint: str, *, has_time: bool) -> Columns:
    def cell(role: str) -> Cell | None:
        place = shape.names.get(role)
        return cells[place] if place is not None and place < len(cells) else None

    title = cell("title") or Cell(())
    known = {"time", "title", "speaker", "kind", "mode", "room", "abstract", "links"}
    named = {place for role, place in shape.names.items() if role in known}
    others = [cells[place] for place in range(len(cells)) if place not in named]
    time_cell = cell("time")
    if not has_time and time_cell is not None and time_cell.text:
        others.append(time_cell)
    links = cell("links")
    lines = [line for other in (title, *others) for line in other.lines]
    details = "\n\n".join(filter(None, (other.details for other in (title, *others))))
    return Columns(
        Cell(tuple(lines), details),
        cell("speaker"),
        cell("kind"),
        cell("mode"),
        cell("room"),
        cell("abstract"),
        (links,) if links else (),
        hint,
    )
