"""Schedules without a table: lines that begin with a time, and what stands under each."""

import re

from portal.imports.readers.inline import tidy
from portal.imports.readers.pages import Block, Page, Section
from portal.imports.readers.tables import Table, TableRow
from portal.imports.readers.times import time_at_start

SPAN_TAG = re.compile(r"</?span\b[^<>]*>", re.IGNORECASE)
SCHEDULE = re.compile(r"\b(?:program(?:me)?|schedule|agenda)\b", re.IGNORECASE)
TITLE = re.compile(r"^title\s?:\s*(.+)", re.IGNORECASE)
QUOTE = re.compile(r"^\s*(?:>\s?)+")
BULLET = re.compile(r"^[-*+]\s+")
FEWEST = 3
LONG = 150


def tabulate(page: Page) -> None:
    """Give each section whose paragraphs begin with times a table of them, in place of those paragraphs."""
    title = page.front.text("title", "permalink") or ""
    is_schedule = SCHEDULE.search(title) is not None
    likely = [s for s in page.sections if not s.tables and (is_schedule or s.subject == "schedule")]
    found = [(section, *_rows(section)) for section in likely]
    if sum(bool(row.cells[0]) for _, rows, _ in found for row in rows) < FEWEST:
        return
    for section, rows, before in found:
        if rows:
            section.tables.append(Table(rows[0].line, rows[-1].line, tuple(rows)))
            section.blocks = before


def _rows(section: Section) -> tuple[list[TableRow], list[Block]]:
    """The rows, and the blocks that stand before the first of them."""
    rows: list[TableRow] = []
    before: list[Block] = []
    for block in section.blocks:
        if not rows and not _begins(block):
            before.append(block)
        elif block.kind == "list" and not _continues(block):
            rows.extend(TableRow(item.line, ("", _entry(item.source))) for item in block.items)
        else:
            _add(block, rows)
    return rows, before


def _continues(block: Block) -> bool:
    """A row that follows a list without an empty line has slipped into its last item."""
    return any(time_at_start(_plain(line)) is not None for line in block.source.split("\n"))


def _begins(block: Block) -> bool:
    return block.kind == "paragraph" and time_at_start(_plain(block.source)) is not None


def _plain(line: str) -> str:
    return tidy(SPAN_TAG.sub("", line)).rstrip("\\")


def _add(block: Block, rows: list[TableRow]) -> None:
    """Line by line: a time or a bullet begins a row, a long paragraph is one, and other lines go on."""
    goes_on = False
    for place, source in enumerate(block.source.split("\n")):
        line = _plain(QUOTE.sub("", source))
        time = time_at_start(line)
        item = BULLET.match(line)
        is_long = not goes_on and block.kind != "list" and len(block.source) > LONG
        if time is not None:
            rows.append(TableRow(block.line + place, (time, line[len(time) :].lstrip(" :–—-"))))
        elif item is not None or is_long:
            rows.append(TableRow(block.line + place, ("", line[item.end() if item else 0 :])))
        elif line:
            _extend(rows, line)
        goes_on = True


def _extend(rows: list[TableRow], line: str) -> None:
    """Add a line to the last row, below what it has; a line that calls itself the title is set off."""
    last = rows[-1]
    titled = TITLE.match(line)
    text = f"**{titled[1]}**" if titled else line
    rows[-1] = TableRow(last.line, (*last.cells[:-1], f"{last.cells[-1]}<br>{text}"))


def _entry(source: str) -> str:
    """In a list of papers the first line is the title and the next the authors."""
    return "<br>".join(filter(None, (line.strip().rstrip("\\") for line in source.split("\n"))))
