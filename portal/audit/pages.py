"""The trail as a page, and as a file."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from openpyxl import Workbook

from portal.access import Actor
from portal.audit import forms, queries
from portal.audit.models import AuditEntry
from portal.audit.rules import HEADINGS, details_of, safe_cells, words_of
from portal.clock import now
from portal.doors.http import page, signed_in
from portal.doors.portal import this_portal
from portal.errors import NotFound
from portal.store.work import Work

bp = Blueprint("audit", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<slug>/audit")
@signed_in
def trail(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What organizers and moderators did in this workshop."""
    return _page(work, actor)


@bp.get("/audit")
@signed_in
def everything(work: Work, actor: Actor) -> ResponseReturnValue:
    """The same of all workshops, for the operator."""
    return _page(work, actor)


@bp.get("/<slug>/audit.<kind>")
@signed_in
def export(work: Work, actor: Actor, slug: str, kind: str) -> ResponseReturnValue:
    """What fits the filter, as a file."""
    return _file(work, actor, kind, slug)


@bp.get("/audit.<kind>")
@signed_in
def export_everything(work: Work, actor: Actor, kind: str) -> ResponseReturnValue:
    return _file(work, actor, kind, "portal")


def _page(work: Work, actor: Actor) -> ResponseReturnValue:
    wanted = forms.read_filter(request.args)
    this_portal().furnish(work, actor)
    return page(
        "audit/trail.html",
        listing=queries.trail_page(work, actor, wanted, g.zone.zone),
        actions=[(one, words_of(one)) for one in queries.actions_known(work, actor)],
        wanted=wanted,
        words_of=words_of,
        details_of=details_of,
    )


def _file(work: Work, actor: Actor, kind: str, name: str) -> ResponseReturnValue:
    if kind not in {"csv", "xlsx"}:
        raise NotFound
    this_portal().furnish(work, actor)
    entries = queries.trail_to_take(work, actor, forms.read_filter(request.args), g.zone.zone)
    rows = safe_cells(map(_row, entries))
    body, media = (_csv(rows), "text/csv; charset=utf-8") if kind == "csv" else (_xlsx(rows), XLSX)
    file = f"{name}-audit-{now().astimezone(g.zone.zone):%Y-%m-%d}.{kind}"
    return Response(
        body,
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _row(entry: AuditEntry) -> Sequence[str]:
    return (
        entry.at.astimezone(g.zone.zone).isoformat(timespec="seconds"),
        entry.actor_name,
        words_of(entry.action),
        entry.about,
        entry.person_name,
        details_of(entry.details),
    )


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return out.getvalue().encode()


def _xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Audit")
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
