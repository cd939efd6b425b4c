"""Whatever an organizer brings, as a table: which sheet, which row names the columns, and what stands above it."""

import re
from collections.abc import Sequence

from portal.rosters.rules.guess import targets_of
from portal.rosters.rules.sheet import decode, read_sheet
from portal.rosters.rules.table import Limits, Line, Table, cell, check_size, refusal, too_many_rows
from portal.rosters.rules.workbook import is_workbook, read_workbook

LOOKED_AT = 12
"""In so many rows from the top the headings are looked for."""
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
GARBLED = re.compile("Ã[\u0080-\u00bf]|â€|\ufffd")
EMPTY = "The list is empty. Its first row names the columns, such as: name, email, affiliation."


def read_upload(data: bytes, limits: Limits) -> Table:
    """The table in a file, CSV or XLSX; raises Invalid with the remedy for what cannot be read."""
    if len(data) > limits.megabytes * 1_000_000:
        raise refusal(
            f"This file is larger than {limits.megabytes} MB. Take the list alone, or split it into parts."
        )
    if is_workbook(data):
        return _of_sheets(list(read_workbook(data, limits)), limits)
    return read_text(decode(data), limits)


def read_text(text: str, limits: Limits) -> Table:
    """The same for a list that was pasted."""
    lines, broken = read_sheet(text)
    return table_of(lines, limits, (broken,) if broken else (), is_text=True)


def table_of(
    lines: Sequence[Line], limits: Limits, notes: tuple[str, ...] = (), *, is_text: bool = False
) -> Table:
    """Part the row with the headings from the people; raises Invalid when nobody is left.

    In a text, a row that is wider than the headings has a comma too many; in a spreadsheet its cells have no heading.
    """
    check_size(lines, limits)
    if not lines:
        raise refusal(EMPTY)
    place = _heading_place(lines)
    said: tuple[str, ...]
    if place is None:
        width = max(len(line.cells) for line in lines)
        headings: tuple[str, ...] = tuple(f"Column {number}" for number in range(1, width + 1))
        rest, said = lines, ("No row names the columns, so they are numbered.",)
    else:
        headings, rest, said = _parted(lines, place, is_text=is_text)
    if not rest:
        raise refusal("The list has headings and no rows.")
    if len(rest) > limits.rows:
        raise refusal(too_many_rows(limits))
    if any(GARBLED.search(value) for line in rest[:2000] for value in line.cells):
        said = (*said, "Some letters look wrong, such as Ã©. If so, save the list as CSV (UTF-8) or XLSX.")
    return Table(headings, tuple(rest), (*notes, *said))


def _of_sheets(sheets: Sequence[tuple[str, list[Line]]], limits: Limits) -> Table:
    """The sheet that looks most like a list of people."""
    if not sheets:
        raise refusal(
            "This spreadsheet is empty. Its first row names the columns, such as: name, email, affiliation."
        )
    best = max(sheets, key=lambda one: (_score(one[1]), len(one[1])))
    others = [name for name, _ in sheets if name != best[0]]
    told = f"Read was the sheet “{best[0]}”, and not {', '.join(f'“{name}”' for name in others[:5])}."
    return table_of(best[1], limits, (told,) if others else ())


def _score(lines: Sequence[Line]) -> int:
    place = _heading_place(lines)
    return 0 if place is None else _known(lines[place])


def _known(line: Line) -> int:
    """How many cells of a row are headings that are understood; the address counts most."""
    found = [target for target in targets_of(line.cells) if target]
    return len(found) + (3 if "email" in found else 0)


def _heading_place(lines: Sequence[Line]) -> int | None:
    """The row that names the columns: of the first rows the one with the most known headings; None where there is none.

    A row that holds an address is a person. Where no heading is known at all, it is the first row as wide as the table.
    """
    before_people = []
    for place, line in enumerate(lines[:LOOKED_AT]):
        if any(ADDRESS.search(value) for value in line.cells):
            break
        before_people.append(place)
    if not before_people:
        return None
    best = max(before_people, key=lambda place: (_known(lines[place]), -place))
    if _known(lines[best]):
        return best
    width = max(_width(lines[place]) for place in before_people)
    return next(place for place in before_people if _width(lines[place]) == width)


def _width(line: Line) -> int:
    return sum(1 for value in line.cells if value.strip())


def _parted(
    lines: Sequence[Line], place: int, *, is_text: bool
) -> tuple[tuple[str, ...], Sequence[Line], tuple[str, ...]]:
    """The headings, with what a row of groups above says where they are empty, and the rows under them."""
    width = len(lines[place].cells) if is_text else max(len(line.cells) for line in lines[place:])
    above = lines[place - 1] if place else None
    headings = []
    for column in range(width):
        own = cell(lines[place], column)
        group = cell(above, column) if above is not None and _width(above) > 1 else ""
        headings.append(" ".join((own or group or f"Column {column + 1}").split())[:200])
    notes = []
    if place:
        notes.append(f"The columns are named in row {lines[place].number}; what stands above was left out.")
    rest = list(lines[place + 1 :])
    while rest and not any(ADDRESS.search(value) for value in rest[0].cells) and _is_heading_again(rest[0]):
        notes.append(f"Row {rest[0].number} names columns once more and was left out.")
        rest.pop(0)
    return tuple(headings), rest, tuple(notes)


def _is_heading_again(line: Line) -> bool:
    return _known(line) >= 2 and _known(line) >= _width(line) / 2
