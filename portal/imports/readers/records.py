"""Data files of a site (CSV, JSON, YAML) as the tables and the papers that the site draws from them."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from portal.imports.readers.inline import plain
from portal.imports.readers.kinds import link_kind
from portal.imports.readers.markup import FrontMatter
from portal.imports.readers.pages import Page, Section
from portal.imports.readers.people import people_in
from portal.imports.readers.sources import Source
from portal.imports.readers.tables import Table, TableRow
from portal.imports.rules import DraftPaper, Link, Problem, Severity, Speaker

Record = dict[str, str]

STARTS = ("time", "start", "start time", "starts", "from", "begin")
ENDS = ("end", "end time", "ends", "to")
DAYS = ("day", "date")
# The names that sites use, and the heading of the column that they become.
HEADINGS = {
    "title": "Title",
    "event": "Title",
    "program": "Title",
    "name": "Title",
    "speaker": "Speaker",
    "speakers": "Speaker",
    "presenter": "Speaker",
    "presenters": "Speaker",
    "paper(s)": "Speaker",
    "type": "Kind",
    "category": "Kind",
    "categories": "Kind",
    "abstract": "Abstract",
    "desc": "Abstract",
    "description": "Abstract",
    "details": "Abstract",
    "room": "Room",
    "location": "Room",
    "slides": "Links",
    "video": "Links",
    "youtube": "Links",
}
ADDRESSES = ("pdf", "forum", "url", "link", "openreview link", "video", "code")
DAY_AND_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?")
SHORT_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday"}
SHORT_DAYS |= {"sat": "Saturday", "sun": "Sunday"}


def read_records(source: Source, problems: list[Problem]) -> tuple[Page, list[DraftPaper]]:
    """A data file as a page with a schedule, or as papers; what is neither is said."""
    records = _parsed(source, problems)
    section = Section("", 0, 1, "schedule")
    page = Page(source.file, FrontMatter({}, 0), (section,))
    if records is None:
        return page, []
    if len(_offsets(records)) > 1:
        message = "The moments in the file have several offsets, and a schedule is read in one zone."
        problems.append(Problem(source.file, None, Severity.ERROR, message))
        return page, []
    timed = [record for record in records if _first(record, STARTS) and _first(record, tuple(HEADINGS))]
    papers = [
        record
        for record in records
        if record.get("title") and (record.get("authors") or record.get("author"))
    ]
    lines = _lines(source.text, records)
    if timed:
        section.tables.append(_table(records, lines))
    elif papers:
        return page, [_paper(record, source.file, lines[id(record)]) for record in papers]
    else:
        message = "The file holds neither a schedule (start and title) nor papers (title and authors)."
        problems.append(Problem(source.file, None, Severity.WARNING, message))
    return page, []


def _parsed(source: Source, problems: list[Problem]) -> list[Record] | None:
    suffix = PurePath(source.file).suffix.lower()
    try:
        if suffix in (".csv", ".tsv"):
            delimiter = "\t" if suffix == ".tsv" else ","
            found: Any = list(csv.DictReader(io.StringIO(source.text), delimiter=delimiter))
        elif suffix == ".json":
            found = json.loads(source.text)
        else:
            found = YAML(typ="safe").load(source.text)
    except (csv.Error, YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = getattr(error, "lineno", None) if mark is None else mark.line + 1
        message = f"The file is no {suffix[1:].upper()}: {getattr(error, 'problem', None) or error}"
        problems.append(Problem(source.file, line, Severity.ERROR, message))
        return None
    items = found.values() if isinstance(found, dict) else found if isinstance(found, list) else []
    return [_record(item) for item in items if isinstance(item, dict)]


def _record(item: dict[Any, Any]) -> Record:
    """Plain texts under small names; what is nested deeper than a list of names is left aside."""
    return {str(key).strip().lower(): text for key, value in item.items() if (text := _text(value))}


def _text(value: Any) -> str:
    match value:
        case str():
            return " ".join(value.split())
        case list():
            return ", ".join(entry for entry in value if isinstance(entry, str))
        case int() | float():
            return str(value)
        case _:
            return ""


def _first(record: Record, names: Iterable[str]) -> str:
    return next((record[name] for name in names if record.get(name)), "")


def _lines(text: str, records: list[Record]) -> dict[int, int]:
    """On which line each record has its first words, searching forward."""
    found: dict[int, int] = {}
    line, place = 1, 0
    for record in records:
        words = _first(record, HEADINGS)[:20]
        ahead = text.find(words, place)
        if ahead >= 0:
            line += text.count("\n", place, ahead)
            place = ahead
        found[id(record)] = line
    return found


def _table(records: list[Record], lines: dict[int, int]) -> Table:
    """The records as rows under the headings that a table on a page would have."""
    names = [name for name in HEADINGS if any(name in record for record in records)]
    offset = next(iter(_offsets(records)), None)
    time = f"Time (UTC{'+00:00' if offset == 'Z' else offset})" if offset else "Time"
    headings = [time, *(HEADINGS[name] for name in names)]
    rows = [TableRow(1, tuple(headings), is_header=True)]
    today = ""
    for record in records:
        day, time = _when(record)
        if day and day != today:
            rows.append(TableRow(lines[id(record)], ("", day)))
            today = day
        cells = (_cell(name, record.get(name, "")) for name in names)
        rows.append(TableRow(lines[id(record)], (time, *cells)))
    return Table(1, rows[-1].line, tuple(rows))


def _offsets(records: list[Record]) -> set[str | None]:
    return {found[3] for record in records if (found := DAY_AND_TIME.match(_first(record, STARTS)))}


def _when(record: Record) -> tuple[str, str]:
    start, end = _first(record, STARTS), _first(record, ENDS)
    day = _first(record, DAYS)
    dated = DAY_AND_TIME.match(start)
    if dated is not None:
        day, start = dated[1], dated[2]
        until = DAY_AND_TIME.match(end)
        end = until[2] if until else end
    return SHORT_DAYS.get(day.lower(), day), f"{start} - {end}" if end else start


def _cell(name: str, text: str) -> str:
    return (
        f"[{'video' if name == 'youtube' else name}]({text})" if text and HEADINGS[name] == "Links" else text
    )


def _paper(record: Record, file: str, line: int) -> DraftPaper:
    names = _first(record, ("authors", "author")).replace("|", ",")
    links = (
        Link("paper" if name == "pdf" else link_kind(name, record[name]), record[name])
        for name in ADDRESSES
        if record.get(name, "").startswith(("http://", "https://"))
    )
    return DraftPaper(
        title=plain(record["title"]),
        authors=tuple(Speaker(who.name, who.affiliation) for who in people_in(names)),
        abstract=record.get("abstract"),
        kind=_first(record, ("decision", "status", "track", "type", "tag")) or None,
        key=_first(record, ("id", "uid", "forum", "number")) or None,
        links=tuple(links),
        file=file,
        line=line,
    )


def once(papers: Iterable[DraftPaper]) -> Iterator[DraftPaper]:
    """Papers that stand in several lists are one."""
    seen: set[str] = set()
    for paper in papers:
        name = paper.title.lower()
        if name not in seen:
            seen.add(name)
            yield paper
