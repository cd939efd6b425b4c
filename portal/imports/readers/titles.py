"""The cells of a row, taken apart: "Invited talk", "**Title**", "*Name*", in whatever order and cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from portal.imports.readers.inline import Cell, Line
from portal.imports.readers.kinds import (
    TALK_KINDS,
    is_only_kind,
    kind_at_start,
    kind_of,
    link_kind,
    mode_of,
    without_marks,
)
from portal.imports.readers.people import are_people, is_person, people_in, read_people
from portal.imports.rules import Speaker

LABEL_WORDS = 3
AFFILIATION_WORDS = 3
AFTER_KIND = re.compile(
    r"\s?(?:#?\d{1,2}|[ivx]{1,4}\b)?\s?(?:[:.]|[-–—]\s|\bby\b)\s*(.+)", re.IGNORECASE | re.DOTALL
)
IN_FRONT = re.compile(r"\(([^()]{3,30})\)\s(.+)")
QUOTED = re.compile(r"([^\"“”]{3,60}?)[\s:,–—-]{0,4}[\"“](.{2,})[\"”]\.?")
THEMED_NAME = re.compile(r"([^:]{3,30}):\s(.{3,40}\([^()]*\))")
NAME_AND_TITLE = re.compile(r"([^:]{3,40}):\s(.{3,})", re.DOTALL)
HEADING_KINDS = frozenset({"session", "contributed-talks", "lightning-talks"})


@dataclass(frozen=True)
class Columns:
    """The cells of a row by what their column is for."""

    title: Cell
    speaker: Cell | None = None
    kind: Cell | None = None
    mode: Cell | None = None
    room: Cell | None = None
    abstract: Cell | None = None
    links: tuple[Cell, ...] = ()
    hint: str = ""

    def cells(self) -> Iterator[Cell]:
        named = (self.title, self.speaker, self.kind, self.mode, self.room, self.abstract)
        return (cell for cell in (*named, *self.links) if cell is not None and cell.text)


@dataclass
class Reading:
    """What is known so far of an entry."""

    title: str = ""
    kind: str | None = None
    kind_text: str = ""
    is_prefixed: bool = False
    speakers: tuple[Speaker, ...] = ()
    extra: list[str] = field(default_factory=list)


def read_title(columns: Columns) -> Reading:
    """Title, kind and people of a row, wherever its cells hold them."""
    reading = _from_title(columns)
    _add_speakers(columns, reading)
    return reading


def _from_title(columns: Columns) -> Reading:
    lines = [line for line in map(_without_labels, columns.title.lines) if without_marks(line.text)]
    reading = Reading()
    if columns.kind is not None and columns.kind.text:
        reading.kind_text = without_marks(columns.kind.text)
        reading.kind = kind_of(reading.kind_text)
    elif lines:
        lines = _take_kind(lines, reading)
    has_people = columns.speaker is not None and bool(people_in(columns.speaker.text))
    if reading.is_prefixed and not has_people and len(lines) == 2 and is_person(lines[0].text):
        lines = _with_affiliation_or_title(lines)
    titles, people, extra = _sorted(lines, has_people, reading.kind is not None)
    reading.title = titles
    reading.speakers = read_people(people)
    reading.extra = extra
    return reading


def _take_kind(lines: list[Line], reading: Reading) -> list[Line]:
    """Take "Invited talk" from the first line: the whole line, or what stands before the colon."""
    text = without_marks(lines[0].text)
    if is_only_kind(text) and _is_headline(lines):
        reading.kind = kind_of(text)
        return lines
    if is_only_kind(text):
        reading.kind, reading.kind_text = kind_of(text), text.rstrip(":. ")
        return lines[1:]
    announced = IN_FRONT.fullmatch(text)
    if announced is not None and is_only_kind(announced[1]):
        reading.kind, reading.kind_text = kind_of(announced[1]), announced[1]
        return [_line(announced[2], lines[0]), *lines[1:]]
    found = kind_at_start(text)
    after = AFTER_KIND.fullmatch(found[1]) if found else None
    if found is None or after is None:
        return lines
    rest = after[1].strip()
    is_panel_of = found[0] == "panel" and are_people(rest)
    if found[0] not in TALK_KINDS and not is_panel_of:
        return lines
    reading.kind, reading.is_prefixed = found[0], True
    reading.kind_text = text[: len(text) - len(after[1])].rstrip(" :.–—-")
    reading.kind_text = reading.kind_text.removesuffix(" by")
    return [_line(rest, lines[0]), *lines[1:]]


def _is_headline(lines: Sequence[Line]) -> bool:
    """A bold kind over plain lines is the title itself; over a bold or slanted line it announces that."""
    rest = lines[1:]
    return bool(rest) and lines[0].is_bold and not any(line.is_bold or line.is_italic for line in rest)


def _line(text: str, like: Line) -> Line:
    return Line((replace(like.runs[-1], text=text, is_bold=like.is_bold, is_italic=like.is_italic),))


def _sorted(lines: Sequence[Line], has_people: bool, has_kind: bool) -> tuple[str, list[Line], list[str]]:
    """Title, lines with people, and what is neither."""
    if not lines:
        return "", [], []
    themed = THEMED_NAME.fullmatch(lines[0].text)
    if themed and len(lines) > 1 and is_person(themed[2]):
        return lines[1].text, [_line(themed[2], lines[0])], [themed[1], *(line.text for line in lines[2:])]
    split = _name_and_quote(lines[0].text)
    if split is not None:
        return split[1], [_line(split[0], lines[0]), *lines[1:]], []
    bold = [line for line in lines if line.is_bold]
    if bold and len(bold) < len(lines):
        titles = bold[:1]
    else:
        people = (
            []
            if has_people or (len(lines) == 1 and not has_kind)
            else [x for x in lines if are_people(x.text)]
        )
        titles = [line for line in lines if line not in people][:1]
    rest = [line for line in lines if line not in titles]
    people = [line for line in rest if line.is_italic or are_people(line.text)]
    extra = [line.text for line in rest if line not in people]
    people = [line for line in people if not _is_mode(line.text)]
    title = without_marks(titles[0].text) if titles else ""
    return title, people, [text for text in extra if not _is_mode(text)]


def _with_affiliation_or_title(lines: list[Line]) -> list[Line]:
    """Behind "Keynote: Name" the next line is where they work when it is short, and the title when it is not."""
    name, below = lines
    is_short = len(below.text.split()) <= AFFILIATION_WORDS and "(" not in name.text
    if is_short and (below.is_italic or not is_person(below.text)):
        return [_line(f"{name.text} ({below.text})", name)]
    title = Line(tuple(replace(run, is_bold=True) for run in below.runs))
    return [title, Line(tuple(replace(run, is_bold=False) for run in name.runs))]


def _is_mode(text: str) -> bool:
    return len(text.split()) <= 2 and mode_of(text) is not None


def _name_and_quote(text: str) -> tuple[str, str] | None:
    """Name: "Title", with any dash or colon between."""
    match = QUOTED.fullmatch(text)
    if match and is_person(match[1].strip(" :,–—-")):
        return match[1], match[2]
    title, dash, names = text.rpartition(" - ")
    return (names, title) if dash and are_people(names) and kind_of(title) is None else None


def _add_speakers(columns: Columns, reading: Reading) -> None:
    cell = columns.speaker
    if cell is None or not cell.text:
        return
    if reading.title == "" and reading.kind is not None and not are_people(cell.text):
        _read_misused(cell, reading)
    else:
        reading.speakers = (*reading.speakers, *read_people(cell.lines))


def _read_misused(cell: Cell, reading: Reading) -> None:
    """Where the title column holds the kind, the speaker column holds "Name: Title", or the title alone."""
    match = NAME_AND_TITLE.fullmatch(cell.lines[0].text)
    if match and is_person(match[1]):
        reading.title = match[2]
        reading.speakers = people_in("\n".join([match[1], *(line.text for line in cell.lines[1:])]))
    elif reading.kind in TALK_KINDS or reading.kind in HEADING_KINDS:
        reading.title = without_marks(cell.text)
    else:
        reading.speakers = read_people(cell.lines)


def is_label(text: str, url: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and link_kind(text, "") != "page" and bool(url)


def _without_labels(line: Line) -> Line:
    """The line without links like "slides", and without the dashes that set them off."""
    if not any(run.href for run in line.runs):
        return line
    runs = [run for run in line.runs if not (run.href and is_label(run.text, run.href))]
    if len(runs) == len(line.runs):
        return line
    while runs and not runs[-1].text.strip(" -–—|,[]()\u2003"):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" -–—|,[(\u2003"))
    return Line(tuple(runs))
