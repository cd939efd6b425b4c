"""Schedule tables to rows: which column is what, which day a table is for, what each row's time is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from portal.imports.readers.columns import (
    Shape,
    columns_of,
    name_columns,
    role_of_header,
    tells_time,
    time_column,
)
from portal.imports.readers.dates import find_dates, weekday_of
from portal.imports.readers.entries import read_entry, role_of
from portal.imports.readers.inline import plain, read_inline
from portal.imports.readers.kinds import without_marks
from portal.imports.readers.pages import Page, Section
from portal.imports.readers.people import are_people, people_in
from portal.imports.readers.tables import Table, TableRow
from portal.imports.readers.times import NoTimeError, read_span
from portal.imports.rules import Clock, DayLabel, Problem, Role, Row, Severity, Span, rising

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
    column = time_column(table)
    if any(tells_time(row.cells[column]) for row in table.rows if column < len(row.cells)):
        return True
    header = table.header
    names = header is not None and any(role_of_header(plain(cell)) == "time" for cell in header.cells)
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
            times = f"The row ends at {span.end}, before its start at {span.start}"
            message = f"{times}; only the start was kept: {entry.title}"
            problems.append(Problem(entry.file, entry.line, Severity.ERROR, message))
    return rows


def _risen(timetable: Timetable) -> Iterator[tuple[int, Span]]:
    for day in range(len(timetable.days)):
        of_day = [
            (place, row.span) for place, row in enumerate(timetable.rows) if row.day == day and row.span
        ]
        yield from zip((place for place, _ in of_day), rising(span for _, span in of_day), strict=True)


def _read_table(
    table: Table, section: Section, file: str, timetable: Timetable, problems: list[Problem]
) -> None:
    column = time_column(table)
    names = name_columns(table, column)
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
        _read_row(row, Shape(column, names, file), timetable, problems)


def _is_timed(row: TableRow, column: int) -> bool:
    return _span_or_none(row, column) is not None


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


def _read_row(row: TableRow, shape: Shape, timetable: Timetable, problems: list[Problem]) -> None:
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
    columns = columns_of(cells, shape, row.hint, has_time=span is not None)
    entry = read_entry(columns, shape.file, row.line)
    day = len(timetable.days) - 1
    role = Role.ENTRY if span is not None else role_of(entry, len(filled))
    people = people_in(entry.title) if role == Role.ENTRY and span is None and len(filled) == 1 else ()
    if len(people) > 1 and are_people(entry.title):
        entry, role = replace(entry, speakers=people), Role.PEOPLE
    doubt = "has no title" if not entry.title and role == Role.ENTRY else None
    if span is None and time_cell and len(filled) > 1:
        doubt = f"was kept without a time, because “{time_cell[:60]}” is none"
    if doubt is not None:
        message = f"The row {doubt}: {' | '.join(cell.text for cell in filled)}"
        problems.append(Problem(shape.file, row.line, Severity.WARNING, message))
    timetable.rows.append(Row(entry, span, day, role))
