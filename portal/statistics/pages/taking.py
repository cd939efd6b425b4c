"""Files to take along, as CSV and as a spreadsheet; what people wrote and who they are leaves a line in the trail."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol, cast
from zoneinfo import ZoneInfo

from flask import Response, request
from flask.typing import ResponseReturnValue
from openpyxl import Workbook

from portal.access import Actor, Permission, may
from portal.audit.actions import record
from portal.clock import now
from portal.doors.http import page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.doors.wording import zone_choice
from portal.errors import Invalid, NotFound
from portal.rosters.rules.sheet import defuse
from portal.statistics import queries
from portal.statistics.pages.blueprint import bp
from portal.statistics.rules import Cell
from portal.store.work import Work

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 64 * 1024
LONGEST_CELL = 32_000
"""A cell of a spreadsheet holds no more signs than 32,767."""


@dataclass(frozen=True)
class Taken:
    """A file that is ready, and what the trail says of it."""

    file: IO[bytes]
    name: str
    kind: str
    title: str
    rows: int


@bp.get("/<slug>/exports")
@signed_in
def exports(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All files that there are."""
    workshop = queries.workshop_to_count(work, actor)
    return page(
        "statistics/exports.html",
        sheets=list(queries.SHEETS.values()),
        may_export=may(actor, Permission.EXPORT_TALK, workshop),
        may_lead=may(actor, Permission.LEAD_SURVEYS, workshop),
    )


def _made(actor: Actor, slug: str, word: str, kind: str, *, is_personal: bool) -> Taken:
    """The whole file, made before the transaction that leaves its line in the trail."""
    portal = this_portal()
    sheet = queries.SHEETS.get(word)
    if sheet is None or kind not in KINDS or sheet.is_personal is not is_personal:
        raise NotFound
    with portal.store.reading() as work:
        workshop, _ = queries.sheet_to_take(work, actor, word)
        zone = zone_choice(workshop.time_zone, now()).zone
    writer: _Writer = _Csv() if kind == "csv" else _Xlsx(sheet.title)
    writer.write([sheet.headings])
    after: queries.After = None
    rows = 0
    while True:
        with portal.store.reading() as work:
            some, after = queries.page_of(work, actor, word, after)
        rows += len(some)
        offload(writer.write, [tuple(_plain(cell, zone) for cell in row) for row in some])
        if after is None:
            break
    file = offload(writer.end)
    name = f"{slug}-{word}-{now().astimezone(zone):%Y-%m-%d}.{kind}"
    return Taken(file, name, kind, sheet.title, rows)


@bp.get("/<slug>/statistics/<word>.<kind>")
@prepared(lambda actor, **words: _made(actor, **words, is_personal=False))
def take(_work: Work, _actor: Actor, taken: Taken, slug: str, word: str, kind: str) -> ResponseReturnValue:
    """One of the tables of counts."""
    return _sent(taken)


@bp.post("/<slug>/exports/<word>")
@prepared(lambda actor, slug, word: _made(actor, slug, word, _kind(), is_personal=True))
def take_audited(work: Work, actor: Actor, taken: Taken, slug: str, word: str) -> ResponseReturnValue:
    """What people wrote, and who they are; that it was taken is written down."""
    record(work, actor, "statistics.export", taken.title, rows=taken.rows, kind=taken.kind)
    return _sent(taken)


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise Invalid("Choose CSV or XLSX.", fields={"kind": "is csv or xlsx"})
    return kind


def _sent(taken: Taken) -> Response:
    answer = Response(_pieces(taken.file), content_type=KINDS[taken.kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.call_on_close(taken.file.close)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _plain(cell: Cell, zone: ZoneInfo) -> Cell:
    """Nothing that a spreadsheet would run; an instant as the wall clock of this zone shows it."""
    if isinstance(cell, str):
        return defuse(cell)[:LONGEST_CELL]
    return cell.astimezone(zone).replace(tzinfo=None) if isinstance(cell, datetime) else cell


class _Writer(Protocol):
    def write(self, rows: Iterable[tuple[Cell, ...]]) -> None: ...

    def end(self) -> IO[bytes]: ...


class _Csv:
    """Row by row into a file that has no name."""

    def __init__(self) -> None:
        self._file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - the answer closes it
        self._text = io.TextIOWrapper(self._file, encoding="utf-8", newline="", write_through=True)
        self._text.write("\ufeff")
        self._rows = csv.writer(self._text)

    def write(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        for row in rows:
            self._rows.writerow(
                one.isoformat(sep=" ", timespec="seconds") if isinstance(one, datetime) else one
                for one in row
            )

    def end(self) -> IO[bytes]:
        self._text.detach()
        return self._file


class _Xlsx:
    """A workbook whose rows leave the memory as soon as they are written."""

    def __init__(self, title: str) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(title[:31])
        self._sheet.freeze_panes = "A2"

    def write(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        for row in rows:
            self._sheet.append([_legal(cell) for cell in row])

    def end(self) -> IO[bytes]:
        file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - the answer closes it
        self._book.save(file)
        return file


def _legal(cell: Cell) -> Cell:
    """Signs that the format has no place for are left out."""
    if not isinstance(cell, str):
        return cell
    return "".join(one for one in cell if one >= " " or one in "\t\n\r")
