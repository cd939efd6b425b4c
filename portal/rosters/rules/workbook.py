"""A list as a spreadsheet file (XLSX): read with bounds on what it may unpack to, and written so that no cell runs."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.rosters.rules.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    Limits,
    Line,
    refusal,
    too_many_rows,
    trimmed,
)

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
MOST_PARTS = 1000
MOST_UNPACKED_BYTES = 200_000_000
MOST_RATIO = 100
FREE_RATIO_BYTES = 5_000_000
"""A small part may be packed as tightly as it likes."""
MOST_EMPTY_ROWS = 5000
"""After so many rows with nothing in them, the sheet is over, whatever it says of its size."""
WIDEST = 60
NEVER_COMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)

BROKEN = "This spreadsheet cannot be opened; it may be cut off. Save it once more as XLSX, or as CSV (UTF-8)."


def is_workbook(data: bytes) -> bool:
    """Whether this is a file of a spreadsheet program, of whatever kind, and no text."""
    return data.startswith((ZIP, OLD_OFFICE))


def read_workbook(data: bytes, limits: Limits) -> Iterator[tuple[str, list[Line]]]:
    """The name of each sheet that has something in it, and its rows that are not blank.

    A cell with a formula is what its program computed last. Raises Invalid, with the remedy, for what is no such file
    or unpacks to too much.
    """
    _check_kind(data)
    _check_parts(data)
    _check_formulas(data)
    try:
        sheets = list(_sheets(data, limits))
    except (KeyError, ValueError, TypeError, OSError, EOFError, zipfile.BadZipFile, zlib.error, SyntaxError):
        # What openpyxl and the XML reader raise for a damaged part is any of these; a ParseError is a SyntaxError.
        raise refusal(BROKEN) from None
    yield from sheets


def write_workbook(
    out: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """An XLSX file with one sheet. Words are typed as words, so that nothing in them is a formula; numbers stay numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(12, len(heading) + 4))
    bold = Font(bold=True)

    def cell_of(value: Any, *, is_heading: bool = False) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value))[:32_000])
        made.data_type = "s"
        if is_heading:
            made.font = bold
        return made

    sheet.append([cell_of(heading, is_heading=True) for heading in headings])
    for row in rows:
        sheet.append([cell_of(value) for value in row])
    book.save(out)


def _check_kind(data: bytes) -> None:
    if data.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal(
                "This spreadsheet is protected with a password. Save it without one and take that file."
            )
        raise refusal(
            "This is a spreadsheet of the old kind (.xls). Save it as XLSX or as CSV (UTF-8) and take that one."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise refusal(BROKEN) from None
    if "xl/workbook.bin" in names:
        raise refusal(
            "This is a binary spreadsheet (.xlsb). Save it as XLSX or as CSV (UTF-8) and take that one."
        )
    if "xl/workbook.xml" not in names:
        word = (
            "an OpenDocument spreadsheet"
            if "content.xml" in names
            else "no spreadsheet that the portal reads"
        )
        raise refusal(f"This is {word}. Save it as XLSX or as CSV (UTF-8) and take that one.")


def _check_parts(data: bytes) -> None:
    """By what the parts say of themselves; the reader of zip files gives no more than that."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
    is_tight = any(
        part.file_size > FREE_RATIO_BYTES and part.file_size > MOST_RATIO * max(1, part.compress_size)
        for part in parts
    )
    if is_tight or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise refusal(
            "This spreadsheet unpacks to far more than a list of people needs. "
            "Copy the list alone into a new file, and take that one."
        )


def _check_formulas(data: bytes) -> None:
    """A formula that no program has computed is an empty cell to everybody but that program."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.namelist():
            if not part.startswith("xl/worksheets/") or not part.endswith(".xml"):
                continue
            try:
                found = NEVER_COMPUTED.search(packed.read(part))
            except (OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
                raise refusal(BROKEN) from None
            if found:
                where = found[1].decode("ascii", "replace")
                raise refusal(
                    f"Cell {where} holds a formula that was never computed. Open the list in a spreadsheet program, "
                    "copy the columns, paste them as values, and save it again."
                )


def _sheets(data: bytes, limits: Limits) -> Iterator[tuple[str, list[Line]]]:
    with warnings.catch_warnings():
        # openpyxl tells of styles and extensions that it does not know; a list of people has no use for them.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                lines = list(_lines(sheet, limits))
                if lines:
                    yield str(sheet.title), lines
        finally:
            book.close()


def _lines(sheet: Any, limits: Limits) -> Iterator[Line]:
    # What a sheet says of its size may be wrong, or be the whole grid.
    sheet.reset_dimensions()
    found, last = 0, 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        cells = trimmed([_text(value) for value in row])
        if cells:
            found, last = found + 1, number
            if found > limits.rows + 20:
                raise refusal(too_many_rows(limits))
            yield Line(number, cells)
        elif number - last > MOST_EMPTY_ROWS:
            return


def _text(value: object) -> str:
    """A cell as a person would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()[:LONGEST_CELL]


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\")[:31] or "Sheet"
