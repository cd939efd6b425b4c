"""Schedule tables to rows: which column is what, which day a table is for, what each row's time is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from portal.imports.readers.dates import find_dates, weekday_of
from portal.imports.readers.entries import Columns, read_entry, role_of
from portal.imports.readers.inline import Cell, plain, read_inline
from portal.imports.readers.kinds import without_marks
from portal.imports.readers.pages import Page, Section
from portal.imports.readers.people import are_people, people_in
from portal.imports.readers.tables import Table, TableRow
from portal.imports.readers.times import NoTimeError, read_span
from portal.imports.rules import Clock, DayLabel, Problem, Role, Row, Severity, Span, rising

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
DAY_NUMBER = re.compile(r"^\W*day\s(?:\d|one|two|three)\b", re.IGNORECASE)
PART_OF_DAY = re.compile(r"\W*(?:morning|afternoon|evening|noon)(?:\ssession)?\W*", re.IGNORECASE)


@dataclass
class Timetable:
    """The rows of all schedule tables, the days that they fall on, and what stands around them."""

    rows: list[Row] = field(default_factory=list)
    days: list[DayLabel] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)

    def add_day(self, label: DayLabel) -> None:
        if self.days and not self.rows:
            self.days[-1] = label
        elif not self.days or self.days[-1] != label:
            self.days.append(label)


def is_schedule(table: Table, section: Section) -> bool:
    """Whether a table has times of day in one column, or ought to have."""
    column = _time_column(table)
    if any(_tells_time(row.cells[column]) for row in table.rows if column < len(row.cells)):
        return True
    header = table.header
    names = header is not None and any(_role(plain(cell)) == "time" for cell in header.cells)
    return names and section.subject == "schedule"


def read_tables(page: Page, timetable: Timetable, problems: list[Problem]) -> None:
    """Add the rows of a page's schedule tables to the timetable."""
    for section in page.sections:
        for table in section.tables:
            if is_schedule(table, section):
                _read_table(table, section, page.file, timetable, problems)


def correct_times(timetable: Timetable, problems: list[Problem]) -> list[Row]:
    """Read 1:10 after 12:10 as the afternoon; say where am or pm was wrong, or an end before its start."""
    fixed = dict(_risen(timetable))
    rows = [replace(row, span=fixed.get(place)) for place, row in enumerate(timetable.rows)]
    for row in rows:
        span, entry = row.span, row.entry
        if span is not None and span.is_corrected:
            message = (
                f"The time was read as {span.start}, because a schedule does not run backwards: {entry.title}"
            )
            problems.append(Problem(entry.file, entry.line, Severity.NOTE, message))
        if span is not None and not span.is_possible:
            message = f"The row ends at {span.end}, before its start at {span.start}: {entry.title}"
            problems.append(Problem(entry.file, entry.line, Severity.ERROR, message))
    return rows


def _risen(timetable: Timetable) -> Iterator[tuple[int, Span]]:
    for day in range(len(timetable.days)):
        of_day = [
            (place, row.span) for place, row in enumerate(timetable.rows) if row.day == day and row.span
        ]
        yield from zip((place for place, _ in of_day), rising(span for _, span in of_day), strict=True)


def _tells_time(cell: str) -> bool:
    try:
        return read_span(plain(cell)) is not None
    except NoTimeError:
        return True


def _time_column(table: Table) -> int:
    header = table.header
    if header is not None:
        roles = [_role(plain(cell)) for cell in header.cells]
        if "time" in roles:
            return roles.index("time")
    counts = [0, 0, 0]
    for row in table.rows[:50]:
        for place, cell in enumerate(row.cells[:3]):
            counts[place] += _tells_time(cell)
    return counts.index(max(counts))


def _role(header: str) -> str | None:
    words = header.lower()
    if len(words) > 60 or re.search(r"title", words):
        return None
    return next((role for role, pattern in COLUMNS if pattern.search(words)), None)


def _read_table(
    table: Table, section: Section, file: str, timetable: Timetable, problems: list[Problem]
) -> None:
    column = _time_column(table)
    names = _names(table, column)
    header = table.header
    headings = [plain(cell) for cell in header.cells] if header else []
    timetable.headers.extend(headings)
    timetable.places.append((file, table.first))
    label = next((found for text in (*headings, section.heading) if (found := _day(text)) is not None), None)
    if label is not None:
        timetable.add_day(label)
    elif not timetable.days or _starts_again(table, column, timetable):
        timetable.days.append(DayLabel())
    for row in table.rows:
        if row.is_empty or (row is header and not _is_timed(row, column)):
            continue
        _read_row(row, _Shape(column, names, file), timetable, problems)


def _is_timed(row: TableRow, column: int) -> bool:
    return column < len(row.cells) and _tells_time(row.cells[column])


def _starts_again(table: Table, column: int, timetable: Timetable) -> bool:
    """An unnamed table that begins earlier than the last one ended is another day."""
    last = next((row.span.start.minutes for row in reversed(timetable.rows) if row.span), None)
    first = next((span for row in table.rows if (span := _span_or_none(row, column)) is not None), None)
    if last is None or first is None:
        return False
    return first.start.minutes < last and rising([Span(Clock(last)), first])[1].start.minutes < last


def _span_or_none(row: TableRow, column: int) -> Span | None:
    try:
        return read_span(plain(row.cells[column])) if column < len(row.cells) else None
    except NoTimeError:
        return None


def _names(table: Table, time_column: int) -> dict[str, int]:
    """Where the title, the speakers and the rest stand; what no heading names is guessed by position."""
    width = max(len(row.cells) for row in table.rows)
    header = table.header.cells if table.header else ()
    names = {"time": time_column}
    for place, cell in enumerate(header):
        role = _role(plain(cell))
        if place != time_column and role is not None and role not in names:
            names[role] = place
    free = [place for place in range(width) if place not in names.values()]
    titled = [p for p in free if p < len(header) and TITLE.search(plain(header[p]).lower())]
    names["title"] = titled[0] if titled else (free[0] if free else min(time_column + 1, width))
    left = [place for place in free if place != names["title"]]
    if "speaker" not in names and left:
        names["speaker"] = left[0]
    return names


def _day(text: str) -> DayLabel | None:
    """The day that a heading names."""
    label = without_marks(text).strip("*: ")
    dates = find_dates(label)
    if dates and dates[0].is_settled and len(dates[0].days) == 1:
        return DayLabel(label, dates[0].days[0], None)
    weekday = weekday_of(label)
    if weekday is not None or DAY_NUMBER.match(label):
        return DayLabel(label, None, weekday)
    return None


@dataclass(frozen=True)
class _Shape:
    """What is the same for all rows of a table."""

    time_column: int
    names: dict[str, int]
    file: str


def _read_row(row: TableRow, shape: _Shape, timetable: Timetable, problems: list[Problem]) -> None:
    cells = [read_inline(cell) for cell in row.cells]
    filled = [cell for cell in cells if cell.text or cell.details]
    time_cell = cells[shape.time_column].text if shape.time_column < len(cells) else ""
    try:
        span = read_span(time_cell)
    except NoTimeError as reason:
        text = " | ".join(cell.text for cell in filled)
        problems.append(
            Problem(shape.file, row.line, Severity.ERROR, f"The row was left out, {reason}: {text}")
        )
        return
    if span is None and len(filled) == 1:
        label = _day(filled[0].text)
        if label is not None:
            timetable.add_day(label)
            return
        if PART_OF_DAY.fullmatch(without_marks(filled[0].text)):
            return
    elif not filled:
        return
    columns = _columns(cells, shape, row.hint, has_time=span is not None)
    entry = read_entry(columns, shape.file, row.line)
    day = len(timetable.days) - 1
    role = Role.ENTRY if span is not None else role_of(entry, len(filled))
    people = people_in(entry.title) if role == Role.ENTRY and span is None and len(filled) == 1 else ()
    if len(people) > 1 and are_people(entry.title):
        entry, role = replace(entry, speakers=people), Role.PEOPLE
    if not entry.title and role == Role.ENTRY:
        message = f"The row has no title: {' | '.join(cell.text for cell in filled)}"
        problems.append(Problem(shape.file, row.line, Severity.WARNING, message))
    timetable.rows.append(Row(entry, span, day, role))


def _columns(cells: Sequence[Cell], shape: _Shape, hint: str, *, has_time: bool) -> Columns:
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
