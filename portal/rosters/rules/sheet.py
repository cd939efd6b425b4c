"""A list as text: from bytes to rows of cells, and back with formulas defused."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from portal.rosters.rules.guess import targets_of
from portal.rosters.rules.table import LONGEST_CELL, Line, refusal, trimmed

# A spreadsheet runs a cell that begins so as a formula; the wide forms count in some.
STARTS_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")

NO_TEXT = "This file is no text. Save the list as CSV (UTF-8) or as XLSX and take that one."


def decode(data: bytes) -> str:
    """The text of an uploaded file: UTF-8, UTF-16, or what Windows writes; raises Invalid for no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    if b"\0" in data:
        return _decoded(data, _wide(data))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_sheet(text: str) -> tuple[list[Line], str]:
    """The records that are not blank, each with the line on which it begins; and what broke the table, if something did.

    Raises Invalid when there is nothing to read.
    """
    plain = text.removeprefix("\ufeff")
    if "\0" in plain:
        raise refusal(NO_TEXT)
    first = next((line for line in plain.splitlines() if line.strip()), "")
    if not first:
        raise refusal(
            "The list is empty. Its first line names the columns, such as: name, email, affiliation."
        )
    # Excel says so in a first line of its own.
    told = re.fullmatch(r"sep=(.)", first.strip())
    lines: list[Line] = []
    delimiter = told[1] if told else _delimiter_of(plain)
    broken = ""
    try:
        lines.extend(_records(plain, delimiter))
    except _BrokenError as error:
        lines.extend(error.before)
        broken = (
            f"Line {error.line}: a quotation mark is opened or closed in the wrong place; "
            "from here on nothing can be read."
        )
    return (lines[1:] if told else lines), broken


def write_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file that spreadsheet programs read as it is meant; read_sheet gives back what went in."""
    return "".join(sheet_lines(headings, rows))


def sheet_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The same piece by piece, for a list that is sent while it is written."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([defuse(heading) for heading in headings])
    for row in rows:
        writer.writerow([defuse(cell) for cell in row])
        if out.tell() > 32_000:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def defuse(cell: str) -> str:
    """An apostrophe before what would run as a formula."""
    return f"'{cell}" if STARTS_FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """The value that was defused."""
    return cell[1:] if cell.startswith("'") and STARTS_FORMULA.match(cell) else cell


class _BrokenError(Exception):
    """The table ends here."""

    def __init__(self, before: list[Line], line: int) -> None:
        super().__init__(line)
        self.before, self.line = before, line


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: in the letters of most languages every second byte is empty."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < len(data) * 0.3 or min(even, odd) > len(data) * 0.02:
        raise refusal(NO_TEXT)
    return "utf-16-be" if even > odd else "utf-16-le"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise refusal(NO_TEXT) from None


def _delimiter_of(text: str) -> str:
    """The sign by which the first lines hold the most known headings, and where none are known, the most cells."""
    some = [line for line in text[:20_000].splitlines() if line.strip()][:10]

    def fit(sign: str) -> tuple[int, int]:
        known = max(sum(map(bool, targets_of(line.replace('"', "").split(sign)))) for line in some)
        return known, max(line.count(sign) for line in some)

    return max(",;\t|", key=fit)


def _records(text: str, delimiter: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[Line] = []
    begins_at = 1
    try:
        for record in reader:
            cells = trimmed([restore(cell.strip(" "))[:LONGEST_CELL] for cell in record])
            if cells:
                found.append(Line(begins_at, cells))
            begins_at = reader.line_num + 1
    except csv.Error:
        raise _BrokenError(found, begins_at) from None
    return found
