"""A list of people as spreadsheet programs write it: from bytes to named cells, and back with formulas defused."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.errors import Invalid

LARGEST_BYTES = 1_900_000
"""What a form field holds; some 20,000 people."""

COLUMNS = {
    "name": "name fullname participant participantname attendee attendeename",
    "first": "first firstname givenname givennames forename vorname",
    "last": "last lastname surname familyname nachname",
    "email": "email emailaddress mail mailaddress",
    "affiliation": "affiliation affiliations institution institute organisation organization company university employer",
    "roles": "role roles",
    "state": "state status",
    "note": "note notes",
}
"""Our columns, and the headings that are taken for them; only the letters of a heading count."""

# A spreadsheet runs a cell that begins so as a formula; the wide forms count in some.
STARTS_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True)
class Problem:
    """Something that cannot be read; `line` is counted in the file, `row` among the people."""

    line: int
    row: int
    message: str


@dataclass(frozen=True)
class Row:
    """One person's cells by our names of the columns."""

    line: int
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What could be read, what could not, and the headings that mean nothing here."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]


def decode(data: bytes) -> str:
    """The text of an uploaded file: UTF-8, UTF-16 with its mark, or what Windows writes; raises Invalid for no text."""
    if data.startswith(b"PK\x03\x04"):
        raise Invalid("This is a spreadsheet file. Save it as CSV (UTF-8) and take that one.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    if b"\0" in data:
        raise Invalid("This file is no text. Save the list as CSV (UTF-8) and take that one.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_sheet(text: str) -> Sheet:
    """The rows under the headings of the first line.

    Raises Invalid when there is nothing to read, or when the headings name no address or no name.
    """
    plain = text.removeprefix("\ufeff")
    if "\0" in plain:
        raise Invalid("This is no text.")
    if len(plain.encode(errors="replace")) > LARGEST_BYTES:
        raise Invalid("This list is too long for one go. Split it into parts of some 10,000 people.")
    first = next((line for line in plain.splitlines() if line.strip()), "")
    if not first:
        raise Invalid(
            "The list is empty. Its first line names the columns, such as: name, email, affiliation."
        )
    problems: list[Problem] = []
    records = _records(plain, _delimiter_of(first), problems)
    _, headings = next(records, (1, []))
    columns = _columns(headings)
    rows = tuple(_rows(records, columns, len(headings), problems))
    ignored = tuple(heading for place, heading in enumerate(headings) if place not in columns and heading)
    return Sheet(rows, tuple(problems), ignored)


def write_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file that spreadsheet programs read as it is meant; read_sheet gives back what went in."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([defuse(cell) for cell in row] for row in rows)
    return out.getvalue()


def defuse(cell: str) -> str:
    """An apostrophe before what would run as a formula."""
    return f"'{cell}" if STARTS_FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """The value that was defused."""
    return cell[1:] if cell.startswith("'") and STARTS_FORMULA.match(cell) else cell


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid("This file is no text. Save the list as CSV (UTF-8) and take that one.") from None


def _delimiter_of(first: str) -> str:
    """The sign that parts the headings."""
    return max(",;\t|", key=first.count)


def _records(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, each with the line on which it begins; what breaks the table ends it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins_at = 1
    try:
        for record in reader:
            cells = [restore(cell.strip(" ")) for cell in record]
            if any(cell.strip() for cell in cells):
                yield begins_at, cells
            begins_at = reader.line_num + 1
    except csv.Error:
        told = "A quotation mark is opened or closed in the wrong place; from here on nothing can be read."
        problems.append(Problem(begins_at, 0, told))


def _columns(headings: Sequence[str]) -> dict[int, str]:
    """Our name of each column that is known, by its place; the first of two alike is taken."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        letters = "".join(sign for sign in heading.casefold() if sign.isalpha())
        name = next((name for name, words in COLUMNS.items() if letters in words.split()), None)
        if name is not None:
            found.setdefault(name, place)
    is_named = "name" in found or {"first", "last"} <= found.keys()
    if "email" not in found or not is_named:
        missing = "no column with the mail address" if "email" not in found else "no column with the name"
        shown = ", ".join(heading[:40] for heading in headings[:12] if heading)
        raise Invalid(f"The first line names {missing}. Its headings are: {shown}.")
    return {place: name for name, place in found.items()}


def _rows(
    records: Iterable[tuple[int, list[str]]], columns: Mapping[int, str], width: int, problems: list[Problem]
) -> Iterator[Row]:
    for number, (line, record) in enumerate(records, start=1):
        if any(record[width:]):
            told = f"The row has {len(record)} cells under {width} headings; is a comma inside without quotation marks?"
            problems.append(Problem(line, number, told))
            continue
        cells = {name: record[place] if place < len(record) else "" for place, name in columns.items()}
        if not cells.get("name"):
            cells["name"] = " ".join(part for part in (cells.get("first"), cells.get("last")) if part)
        yield Row(line, number, cells)
