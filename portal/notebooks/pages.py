"""One's own notebook: on a page, and to take along as files."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import zone_choice
from portal.notebooks import actions, queries
from portal.notebooks.forms import read_note
from portal.notebooks.rules import Entry, Link, Notebook, bibliography, written
from portal.store.work import Work

bp = Blueprint("notebooks", __name__)
NAVIGATION = (NavItem("notebooks.notebook", "Notebook", "star", Permission.KEEP_NOTEBOOK, is_minor=True),)
CONTACTS = "notebooks.contacts"
"""Under this name the application holds what makes the contacts of a person a vCard file; (work, actor) → text."""


@bp.get("/<slug>/notebook")
@signed_in
def notebook(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What the person takes home."""
    found = _addressed(queries.notebook_of(work, actor), slug)
    return page("notebooks/notebook.html", book=found, has_contacts=bool(_contacts(work, actor)))


@bp.post("/<slug>/notebook")
@signed_in
def keep_note(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.keep_note(work, actor, read_note(request.form))
    flash("Your note is kept.", "success")
    return go("notebooks.notebook", slug=slug)


@bp.get("/<slug>/notebook.bib")
@signed_in
def references(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The starred talks and posters as BibTeX."""
    found = _addressed(queries.notebook_of(work, actor), slug)
    return _file(
        bibliography(found, found.starred).encode(), f"{slug}.bib", "application/x-bibtex; charset=utf-8"
    )


@bp.get("/<slug>/notebook.zip")
@signed_in
def everything(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All of it in one file."""
    workshop = queries.workshop_to_note(work, actor)
    found = _addressed(queries.notebook_of(work, actor), slug)
    zone = zone_choice(workshop.time_zone, now()).zone
    files = {
        "notebook.md": written(found, lambda at: f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"),
        "starred.bib": bibliography(found, found.starred),
        "posters-seen.bib": bibliography(found, found.seen),
        "contacts.vcf": _contacts(work, actor),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text:
                archive.writestr(f"{slug}/{name}", text)
    return _file(out.getvalue(), f"{slug}-notebook.zip", "application/zip")


def _contacts(work: Work, actor: Actor) -> str:
    contacts = cast("Callable[[Work, Actor], str] | None", current_app.extensions.get(CONTACTS))
    return contacts(work, actor) if contacts else ""


def _addressed(book: Notebook, slug: str) -> Notebook:
    """The same with full addresses, since it is read elsewhere."""
    base = this_portal().settings.base_url

    def with_address(one: Entry) -> Entry:
        if one.kind == "poster":
            path = url_for("posters.room", slug=slug, poster_id=one.id)
        else:
            anchor = f"talk-{one.id}" if one.kind == "talk" else None
            path = url_for("stage.session", slug=slug, session_id=one.page_id, _anchor=anchor)
        files = [
            Link(label, base + url_for("files.whole", slug=slug, file_id=file_id, name=name))
            for label, file_id, name in one.files
        ]
        return replace(one, url=base + path, links=(*files, *one.links))

    return replace(
        book, starred=tuple(map(with_address, book.starred)), seen=tuple(map(with_address, book.seen))
    )


def _file(data: bytes, name: str, kind: str) -> Response:
    return Response(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
