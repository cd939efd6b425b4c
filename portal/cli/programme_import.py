"""`portal programme import`: bring the pages of a workshop into the portal."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select

from portal.access import Actor
from portal.cli.opened import OPERATOR, opened_store
from portal.cli.pages_of import echo_json, page_options, problem_lines, read_draft
from portal.errors import NotFound
from portal.imports.actions import apply, check_whole
from portal.imports.queries import compare
from portal.imports.rules import Draft, Problem, Severity
from portal.imports.rules.difference import Difference
from portal.store.work import Store, Work
from portal.workshops.actions import create
from portal.workshops.models import Workshop
from portal.workshops.rules import WorkshopDraft, check_slug


@click.command("import")
@page_options
@click.option("--workshop", "slug", required=True, metavar="SLUG", help="The workshop that the pages are of.")
@click.option("--create", "is_creating", is_flag=True, help="Make the workshop if there is none yet.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would change, and store nothing.")
@click.option(
    "--partly", "is_partly", is_flag=True, help="Store what could be read, though something could not."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the problems and the difference as one JSON object."
)
def import_pages(
    paths: tuple[Path, ...],
    dates: tuple[datetime, ...],
    zone: str | None,
    slug: str,
    *,
    is_creating: bool,
    is_dry: bool,
    is_partly: bool,
    as_json: bool,
) -> None:
    """Bring the pages of a workshop in.

    The same pages again change nothing; what somebody has changed by hand since the last time stays. Exits with 0
    when it is done, with 1 when something could not be read (then nothing is stored), and with 2 when a path, an
    option or the workshop is wrong.
    """
    draft = read_draft(paths, dates, zone)
    if is_creating:
        draft = replace(draft, problems=(*draft.problems, *_left_open(draft)))
    if not draft.is_whole and not is_partly:
        _tell(draft, Difference(), "Nothing was stored: mend the pages, or give --partly.", as_json=as_json)
        sys.exit(1)
    check_whole(replace(draft, problems=()))
    with opened_store() as store:
        difference = _brought_in(store, slug, draft, is_creating=is_creating, is_dry=is_dry)
    _tell(draft, difference, _ending(slug, difference, is_dry=is_dry), as_json=as_json)


def _brought_in(store: Store, slug: str, draft: Draft, *, is_creating: bool, is_dry: bool) -> Difference:
    """One unit of work: without the commit at its end, a workshop made for a dry run was never there."""
    with store.writing() as work:
        actor = _actor_in(work, slug, draft, is_creating=is_creating)
        if is_dry:
            return compare(work, actor, draft)
        difference = apply(work, actor, draft)
        work.commit()
    return difference


def _actor_in(work: Work, slug: str, draft: Draft, *, is_creating: bool) -> Actor:
    found = work.session.scalar(select(Workshop.id).where(Workshop.slug == slug))
    if found is None and not is_creating:
        raise NotFound(f"There is no workshop /{slug}/. Give --create to make it from these pages.")
    if found is None:
        said = draft.workshop
        title = said.title or said.subtitle or slug
        new = WorkshopDraft(slug=check_slug(slug), title=title[:300], time_zone=said.time_zone or "UTC")
        found = create(work, OPERATOR, new).id
    return replace(OPERATOR, workshop_id=found)


def _left_open(draft: Draft) -> Iterator[Problem]:
    """What a new workshop needs and these pages do not say; it gets a stand-in that the organizer is told of."""
    said = draft.workshop
    if said.time_zone is None:
        told = "The pages name no time zone, so a new workshop is kept in UTC: give --zone, or set it on its page."
        yield Problem("", None, Severity.QUESTION, told)
    if said.title is None:
        told = f"The pages do not name the workshop, so a new one is called “{said.subtitle or 'by its address'}”."
        yield Problem("", None, Severity.QUESTION, told)


def _ending(slug: str, difference: Difference, *, is_dry: bool) -> str:
    if is_dry:
        return "Nothing was stored: this was a dry run."
    return f"/{slug}/ is as these pages say already." if difference.is_empty else f"Stored in /{slug}/."


def _tell(draft: Draft, difference: Difference, ending: str, *, as_json: bool) -> None:
    if as_json:
        problems = draft.as_json()["problems"]
        echo_json({"problems": problems, "difference": difference.as_json(), "message": ending})
    else:
        click.echo("\n".join(_lines(draft, difference, ending)))


def _lines(draft: Draft, difference: Difference, ending: str) -> Iterator[str]:
    yield from problem_lines(draft.problems)
    yield from difference.lines()
    yield ending
