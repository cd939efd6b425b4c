"""Tables, as people write them: Markdown rows that lack cells, HTML rows that are never closed."""

import re
from dataclasses import dataclass, replace

PIPE = re.compile(r"(?<!\\)\|")
HTML_MARK = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
CLASS = re.compile(r"""\bclass\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
ENDS_A_TABLE = ("#", "<", "{")


@dataclass(frozen=True)
class TableRow:
    """Cells as they stand in the source; `hint` is the class of an HTML row."""

    line: int
    cells: tuple[str, ...]
    is_header: bool = False
    hint: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """Rows without the separators; `first` and `last` are its lines."""

    first: int
    last: int
    rows: tuple[TableRow, ...]

    @property
    def header(self) -> TableRow | None:
        return next((row for row in self.rows if row.is_header), None)


def take_tables(text: str) -> tuple[str, list[Table]]:
    """The text with its tables blanked out, and the tables in the order of the page."""
    text, html = _take_html(text)
    text, pipes = _take_pipes(text)
    return text, sorted(html + pipes, key=lambda table: table.first)


def _is_separator(line: str) -> bool:
    mark = line.strip()
    return "-" in mark and "|" in mark and not mark.strip("|:-+= ")


def _take_pipes(text: str) -> tuple[str, list[Table]]:
    lines = text.split("\n")
    tables: list[Table] = []
    place = 0
    while place < len(lines):
        if not _may_start(lines, place):
            place += 1
            continue
        end = place
        while end < len(lines) and lines[end].strip() and not lines[end].lstrip().startswith(ENDS_A_TABLE):
            end += 1
        block = lines[place:end]
        if any(map(_is_separator, block)) or sum(line.lstrip().startswith("|") for line in block) > 1:
            tables.append(Table(place + 1, end, _pipe_rows(block, place + 1)))
            lines[place:end] = [""] * len(block)
        place = max(end, place + 1)
    return "\n".join(lines), tables


def _may_start(lines: list[str], place: int) -> bool:
    line = lines[place]
    if line.lstrip().startswith("|"):
        return True
    return "|" in line and place + 1 < len(lines) and _is_separator(lines[place + 1])


def _pipe_rows(block: list[str], first: int) -> tuple[TableRow, ...]:
    has_header = len(block) > 1 and _is_separator(block[1])
    return tuple(
        TableRow(first + place, _split(line), is_header=place == 0 and has_header)
        for place, line in enumerate(block)
        if not _is_separator(line)
    )


def _split(line: str) -> tuple[str, ...]:
    cells = [cell.replace("\\|", "|").strip() for cell in PIPE.split(line.strip())]
    if line.lstrip().startswith("|"):
        del cells[0]
    if cells and line.rstrip().endswith("|") and not line.rstrip().endswith("\\|"):
        del cells[-1]
    return tuple(cells)


@dataclass(frozen=True)
class _Mark:
    """An HTML tag of a table in the text."""

    name: str
    closes: bool
    attributes: str
    start: int
    end: int
    line: int


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    line, place = 1, 0
    for found in HTML_MARK.finditer(text):
        line += text.count("\n", place, found.start())
        place = found.start()
        marks.append(_Mark(found[2].lower(), bool(found[1]), found[3], found.start(), found.end(), line))
    return marks


def _take_html(text: str) -> tuple[str, list[Table]]:
    """Follow the tags one after the other, so that a row that is never closed ends where the next begins."""
    tables: list[Table] = []
    pieces: list[str] = []
    place = 0
    for marks in _grouped(_marks(text)):
        start, end = marks[0].start, _end(text, marks[-1])
        pieces.append(text[place:start])
        pieces.append("\n" * text.count("\n", start, end))
        place = end
        rows = _html_rows(text, marks)
        if rows:
            tables.append(Table(marks[0].line, marks[-1].line, rows))
    pieces.append(text[place:])
    return "".join(pieces), tables


def _grouped(marks: list[_Mark]) -> list[list[_Mark]]:
    """The marks of each table; a table inside another one's cell begins a new group."""
    groups: list[list[_Mark]] = []
    is_inside = False
    for mark in marks:
        if mark.name == "table" and not mark.closes:
            groups.append([mark])
            is_inside = True
        elif is_inside:
            groups[-1].append(mark)
            is_inside = mark.name != "table"
    return groups


def _end(text: str, last: _Mark) -> int:
    """A table that is never closed ends with the paragraph in which its last cell stands."""
    if last.closes or last.name in ("table", "tr"):
        return last.end
    blank = text.find("\n\n", last.end)
    return len(text) if blank < 0 else blank


def _html_rows(text: str, marks: list[_Mark]) -> tuple[TableRow, ...]:
    rows: list[TableRow] = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark.closes or mark.name == "table":
            continue
        if mark.name == "tr" or not rows:
            found = CLASS.search(mark.attributes)
            rows.append(TableRow(mark.line, (), is_header=True, hint=found[1] if found else ""))
        if mark.name != "tr":
            cell = text[mark.end : after.start if after else _end(text, mark)]
            row = rows[-1]
            is_header = mark.name == "th" and row.is_header
            rows[-1] = replace(row, cells=(*row.cells, cell.strip()), is_header=is_header)
    return tuple(row for row in rows if row.cells)
