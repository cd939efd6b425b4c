"""`portal people`: lists of people in and out without a browser, by the same steps as the pages."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from portal.access import Actor
from portal.audit.actions import record
from portal.cli.opened import OPERATOR, found_settings, opened_store, writing
from portal.cli.pages_of import echo_json
from portal.clock import now
from portal.doors.jobs import Desk
from portal.errors import Invalid, NotFound
from portal.rosters import actions, jobs, queries
from portal.rosters.actions import applying
from portal.rosters.forms import check_columns
from portal.rosters.models import RosterImport
from portal.rosters.queries.out import columns_here, rows_out
from portal.rosters.rules import Kind, Step, differences
from portal.rosters.rules.sheet import write_sheet
from portal.rosters.rules.table import Limits
from portal.rosters.rules.upload import read_upload
from portal.rosters.rules.workbook import write_workbook
from portal.store.work import Store, Work
from portal.workshops.models import Workshop

SHOWN = 50


@click.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--workshop", "slug", required=True, metavar="SLUG", help="The workshop that they come into.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would change, and let nobody in.")
@click.option("--partly", "is_partly", is_flag=True, help="Leave out the rows that cannot be read.")
@click.option("--tell", "is_told", is_flag=True, help="Write a mail to everybody who is accepted by it.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each row as one JSON object.")
def import_list(
    path: Path, slug: str, *, is_dry: bool, is_partly: bool, is_told: bool, as_json: bool
) -> None:
    """Bring the people of a CSV or XLSX file into a workshop.

    The columns are guessed from their headings; where the guess does not fit, the page of the portal lets one change
    it. Exits with 0 when it is done, with 1 when rows cannot be read (then nothing is changed, but with --partly),
    and with 2 when the file, an option or the workshop is wrong.
    """
    settings = found_settings()
    table = read_upload(path.read_bytes(), Limits(settings.roster_limit_mb, settings.roster_limit_rows))
    with opened_store(settings) as store:
        desk = Desk(store, settings, lambda _: None)
        import_id, actor = _looked_at(desk, store, slug, path.name, table)
        told = _told(store, actor, import_id)
        is_wrong = bool(told["counts"].get(Kind.WRONG)) and not is_partly
        if is_dry or is_wrong or not (told["counts"]["new"] or told["counts"]["changed"]):
            with writing(store) as work:
                actions.cancel(work, actor, import_id)
            told["message"] = _unchanged(is_dry=is_dry, is_wrong=is_wrong)
        else:
            told["message"] = _applied(desk, actor, import_id, is_told=is_told, is_partly=is_partly)
    if as_json:
        echo_json(told)
    else:
        click.echo("\n".join(_lines(told)))
    sys.exit(1 if is_wrong or told["message"].startswith("Nothing was changed:") else 0)


@click.command("export")
@click.option(
    "--workshop", "slug", required=True, metavar="SLUG", help="The workshop whose people these are."
)
@click.option("--state", default="", help="Only registrations in this state, such as accepted.")
@click.option(
    "--column", "keys", multiple=True, help="A column; give it several times. Without, all of them."
)
@click.option(
    "--to",
    "path",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .csv or .xlsx; without, CSV is printed.",
)
def export_list(slug: str, state: str, keys: tuple[str, ...], path: Path | None) -> None:
    """Take the people of a workshop out as a list that an import reads again."""
    if path is not None and path.suffix.lower() not in {".csv", ".xlsx"}:
        raise Invalid("The name of the file ends in .csv or .xlsx.")
    with opened_store() as store, writing(store) as work:
        actor = _actor_in(work, slug)
        there = columns_here(work, actor)
        unknown = sorted(set(keys) - {column.key for column in there})
        if unknown:
            known = ", ".join(column.key for column in there)
            raise Invalid(f"There is no column “{unknown[0]}”; the columns are {known}.")
        chosen = [column for column in there if not keys or column.key in keys]
        zone = work.get(Workshop, actor.workshop_id or 0).zone
        rows = list(rows_out(work, actor, chosen, {"state": state}, zone))
        record(work, actor, "rosters.export", f"{path.name if path else 'printed'}, {len(rows)} people")
    _write(path, [column.heading for column in chosen], rows)


def _write(path: Path | None, headings: list[str], rows: list[tuple[str, ...]]) -> None:
    if path is None:
        click.echo(write_sheet(headings, rows).removeprefix("\ufeff"), nl=False)
    elif path.suffix.lower() == ".csv":
        path.write_text(write_sheet(headings, rows), encoding="utf-8", newline="")
    else:
        with path.open("wb") as out:
            write_workbook(out, "Registrations", headings, rows)


def _actor_in(work: Work, slug: str) -> Actor:
    found = work.session.scalar(select(Workshop.id).where(Workshop.slug == slug))
    if found is None:
        raise NotFound(f"There is no workshop /{slug}/.")
    return replace(OPERATOR, workshop_id=found)


def _looked_at(desk: Desk, store: Store, slug: str, name: str, table: Any) -> tuple[int, Actor]:
    """The list kept and looked at; the guess of its columns is refused here as a form would refuse it."""
    with writing(store) as work:
        actor = _actor_in(work, slug)
        found = actions.upload(work, actor, table, name)
        check_columns(
            found.columns, {f"q{one.id}" for one in queries.questions_here(work, found.workshop_id)}
        )
        version = actions.check(work, actor, found.id, is_queued=False).version
        import_id = found.id
    jobs.check(desk, import_id, version)
    return import_id, actor


def _applied(desk: Desk, actor: Actor, import_id: int, *, is_told: bool, is_partly: bool) -> str:
    def who(_work: Work, _found: RosterImport) -> Actor:
        return actor

    with writing(desk.store) as work:
        applying.apply(work, actor, import_id, is_told=is_told, is_partly=is_partly, is_queued=False)
    jobs.apply(desk, import_id, who)
    with desk.store.reading() as work:
        found = work.get(RosterImport, import_id)
        if found.step != Step.APPLIED:
            return found.problem
    return f"Applied at {now():%H:%M} UTC; the portal's page of imports takes it back."


def _told(store: Store, actor: Actor, import_id: int) -> dict[str, Any]:
    with store.reading() as work:
        found = queries.import_to_manage(work, actor, import_id)
        questions = {str(one.id): one.text for one in queries.questions_here(work, found.workshop_id)}
        rows = [
            {
                "line": row.line,
                "kind": row.kind,
                "name": row.name,
                "email": row.email,
                "problem": row.problem,
                "changes": [vars(one) for one in differences(row.before, row.after, questions)],
            }
            for row in queries.rows_of(work, found)
        ]
        columns = dict(zip(found.headings, found.columns, strict=True))
        return {"notes": list(found.notes), "columns": columns, "counts": dict(found.counts), "rows": rows}


def _unchanged(*, is_dry: bool, is_wrong: bool) -> str:
    if is_dry:
        return "Nobody was let in: this was a dry run."
    if is_wrong:
        return "Nothing was changed: mend the rows, or give --partly."
    return "Everybody is as this list says already."


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield from told["notes"]
    yield "Columns: " + ", ".join(
        f"{heading} → {target or 'not used'}" for heading, target in told["columns"].items()
    )
    shown = [row for row in told["rows"] if row["kind"] != Kind.SAME]
    for row in shown[:SHOWN]:
        changes = "; ".join(
            f"{one['label']}: {one['old'] or '–'} → {one['new'] or '–'}" for one in row["changes"]
        )
        yield f"line {row['line']}: {row['kind'].replace('_', ' ')}  {row['email']}  {row['problem'] or changes}"
    if len(shown) > SHOWN:
        yield f"and {len(shown) - SHOWN} more"
    counts = told["counts"]
    yield f"{counts['new']} new, {counts['changed']} changed, {counts['same']} as before, {counts['wrong']} wrong."
    yield told["message"]
