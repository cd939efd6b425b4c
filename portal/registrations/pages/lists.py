"""Lists of people, in from a file and out as one."""

from collections import Counter

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.doors.wording import zone_choice
from portal.errors import Invalid
from portal.registrations import forms, queries
from portal.registrations.actions.lists import bring_in
from portal.registrations.pages.blueprint import bp
from portal.registrations.queries import lists
from portal.registrations.rules.sheet import LARGEST_BYTES, decode, write_sheet
from portal.store.work import Work
from portal.workshops.queries import workshop_of

HEADINGS = ("name", "email", "affiliation", "roles", "state", "note", "asked")
SHOWN = 50
"""How many people and problems a preview shows; the counts tell of all."""


@bp.get("/<slug>/registrations/import")
@signed_in
def import_form(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Where a list is pasted or chosen."""
    queries.workshop_to_manage(work, actor)
    return page("registrations/import.html", shown=SHOWN)


def _read_list(actor: Actor, **_: str) -> tuple[str, forms.PeopleList]:
    with this_portal().store.reading() as work:
        queries.workshop_to_manage(work, actor)
    upload = request.files.get("file")
    data = upload.read(LARGEST_BYTES + 1) if upload and upload.filename else b""
    text = decode(data) if data else request.form.get("text", "")
    # Ten thousand addresses take a second to check.
    return text, offload(forms.read_list, text)


@bp.post("/<slug>/registrations/import")
@prepared(_read_list)
def import_list(
    work: Work, actor: Actor, read: tuple[str, forms.PeopleList], slug: str
) -> ResponseReturnValue:
    """First show what the list would change; with `apply`, change it, all or nothing."""
    text, people = read
    if not request.form.get("apply"):
        found = lists.matches(work, actor, people.people)
        kinds = Counter(one.kind for one in found)
        return page(
            "registrations/import.html", text=text, read=people, matches=found, kinds=kinds, shown=SHOWN
        )
    if people.problems:
        raise Invalid("Nothing was changed: some rows cannot be read. Mend them first.")
    is_told = bool(request.form.get("is_told"))
    kinds = bring_in(work, actor, people.people, base_url=this_portal().settings.base_url, is_told=is_told)
    flash(f"{kinds['new']} added, {kinds['changed']} changed, {kinds['same']} as before.", "success")
    return go("registrations.listing", slug=slug)


@bp.get("/<slug>/registrations.csv")
@signed_in
def export(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The list as a file, as filtered, its times in the chosen zone; the import reads it again."""
    wanted = forms.read_filter(request.args)
    zone = zone_choice(workshop_of(work, actor).time_zone, now()).zone
    rows = [
        (
            one.person.name,
            one.person.email,
            one.person.affiliation,
            ", ".join(one.role_names),
            one.state,
            one.note,
            one.created_at.astimezone(zone).isoformat(timespec="seconds"),
        )
        for one in lists.registrations_to_manage(work, actor, wanted.state, wanted.search)
    ]
    name = f"{slug}-registrations-{now().astimezone(zone):%Y-%m-%d}.csv"
    return Response(
        write_sheet(HEADINGS, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
