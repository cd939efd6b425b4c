"""The registrations as a file: which columns, and then the file itself, which is written down in the trail."""

import io
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.doors.fields import Fields
from portal.doors.http import page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.doors.wording import count, zone_choice
from portal.errors import Invalid
from portal.registrations.forms import read_filter
from portal.rosters.pages.blueprint import bp
from portal.rosters.queries.out import USUAL, columns_here, rows_out
from portal.rosters.rules.sheet import write_sheet
from portal.rosters.rules.workbook import write_workbook
from portal.store.work import Work
from portal.workshops.queries import workshop_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWED = ("state", "search", "role", "attendance")
KINDS = {"csv": "CSV, for every program", "xlsx": "XLSX, for spreadsheet programs"}


@bp.get("/<slug>/registrations/export")
@signed_in
def export_form(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Which columns and what kind of file; the filter of the list stays."""
    return page(
        "rosters/export.html",
        columns=columns_here(work, actor),
        usual=USUAL,
        kinds=KINDS,
        wanted=read_filter(request.values),
    )


def _made(actor: Actor, slug: str) -> tuple[bytes, str, int]:
    """The file, its name, and how many people are in it; made with no Work open that writes."""
    fields = Fields(request.form)
    kind = fields.choice("kind", "The kind of file", KINDS, "csv")
    fields.check()
    wanted = read_filter(request.form)
    with this_portal().store.reading() as work:
        there = columns_here(work, actor)
        ticked = set(request.form.getlist("column"))
        chosen = [column for column in there if column.key in ticked]
        if not chosen:
            raise Invalid("Choose at least one column.", fields={"column": "Choose at least one column."})
        zone = zone_choice(workshop_of(work, actor).time_zone, now()).zone
        filters = {key: getattr(wanted, key) for key in NARROWED}
        rows = list(rows_out(work, actor, chosen, filters, zone))
    headings = [column.heading for column in chosen]
    name = f"{slug}-registrations-{now().astimezone(zone):%Y-%m-%d}.{kind}"
    return offload(_written, kind, headings, rows), name, len(rows)


def _written(kind: str, headings: list[str], rows: list[tuple[str, ...]]) -> bytes:
    if kind == "csv":
        return write_sheet(headings, rows).encode()
    out = io.BytesIO()
    write_workbook(out, "Registrations", headings, rows)
    return out.getvalue()


@bp.post("/<slug>/registrations/export")
@prepared(_made)
def export(work: Work, actor: Actor, made: tuple[bytes, str, int], slug: str) -> ResponseReturnValue:
    """The file; who took it is written down."""
    data, name, people = made
    details: dict[str, Any] = {"columns": ", ".join(request.form.getlist("column"))[:300]}
    narrowed: dict[str, Any] = {key: request.form[key] for key in NARROWED if request.form.get(key)}
    record(
        work, actor, "rosters.export", f"{name}, {count(people, 'person', 'people')}", **details, **narrowed
    )
    return Response(
        data,
        content_type=XLSX if name.endswith("xlsx") else "text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
