"""A list before anybody has said what its columns mean: headings, rows with their lines, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.errors import Invalid

MOST_COLUMNS = 200
LONGEST_CELL = 4000


@dataclass(frozen=True)
class Limits:
    """How much one list may bring."""

    megabytes: int = 20
    rows: int = 20_000


@dataclass(frozen=True)
class Line:
    """The cells of one row; `number` is the line or row of the file in which it begins, counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What was read of a file. `notes` are sentences about what is not among the rows."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def samples(self, column: int, most: int = 3) -> tuple[str, ...]:
        """The first different values of a column that are not empty."""
        found: dict[str, None] = {}
        for line in self.lines:
            value = cell(line, column)
            if value:
                found.setdefault(value)
            if len(found) == most:
                break
        return tuple(found)

    def values(self, column: int, most: int) -> dict[str, int]:
        """The different values of a column and how often each stands there; those beyond `most` are left out."""
        found: dict[str, int] = {}
        for line in self.lines:
            value = cell(line, column)
            if value in found or len(found) < most:
                found[value] = found.get(value, 0) + 1
        return found


def cell(line: Line, column: int) -> str:
    """A cell without the white space around it; beyond the end of a row there is nothing."""
    return line.cells[column].strip() if column < len(line.cells) else ""


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Without the empty cells at the end."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return tuple(cells[:width])


def refusal(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})


def check_size(lines: Sequence[Line], limits: Limits) -> None:
    """Raises Invalid for more rows or columns than one list may have."""
    if len(lines) > limits.rows + 20:
        raise refusal(too_many_rows(limits))
    if any(len(line.cells) > MOST_COLUMNS for line in lines):
        raise refusal(
            f"This list has more than {MOST_COLUMNS} columns. Delete those that are not about people."
        )


def too_many_rows(limits: Limits) -> str:
    return f"This list has more than {limits.rows:,} rows. Split it into parts, and bring in one after the other."
