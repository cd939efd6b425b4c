"""A list on its way in, one page for each step: upload, columns, what would change, progress, what was done."""

from typing import Any

from flask import flash, jsonify, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts.queries import left_among
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.registrations.queries import workshop_to_manage
from portal.registrations.rules import IN_WORDS
from portal.rosters import actions, forms, queries
from portal.rosters.actions import applying, undoing
from portal.rosters.models import RosterImport
from portal.rosters.pages.blueprint import bp
from portal.rosters.rules import BEFORE_APPLY, DAYS_UNAPPLIED, Kind, Step, differences, states_to_choose
from portal.rosters.rules.guess import WITH_MEANINGS
from portal.rosters.rules.meanings import from_document
from portal.rosters.rules.table import Limits, Table
from portal.rosters.rules.upload import read_text, read_upload
from portal.rosters.rules.vocabulary import LEAVE_OUT
from portal.store.work import Work

TEMPLATES = {
    Step.UPLOADED: "rosters/columns.html",
    Step.CHECKING: "rosters/progress.html",
    Step.CHECKED: "rosters/checked.html",
    Step.APPLYING: "rosters/progress.html",
    Step.UNDOING: "rosters/progress.html",
}
SHOWN_PROBLEMS = 20
KINDS = {
    "": "All",
    Kind.NEW.value: "New",
    Kind.CHANGED.value: "Changed",
    Kind.SAME.value: "As before",
    Kind.LEFT_OUT.value: "Left out",
    Kind.WRONG.value: "Wrong",
}


@bp.get("/<slug>/registrations/import")
@signed_in
def start(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Where a list is chosen or pasted; and the lists before it."""
    return page(
        "rosters/start.html",
        imports=queries.imports_to_manage(work, actor),
        limits=_limits(),
        days=DAYS_UNAPPLIED,
    )


def _read_table(actor: Actor, **_: str) -> tuple[Table, str]:
    with this_portal().store.reading() as work:
        workshop_to_manage(work, actor)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return offload(read_text, request.form.get("text", ""), _limits()), ""
    with sent.stream as stream:
        data = stream.read(_limits().megabytes * 1_000_000 + 1)
    return offload(read_upload, data, _limits()), sent.filename.replace("\\", "/").rpartition("/")[2]


@bp.post("/<slug>/registrations/import")
@prepared(_read_table)
def upload(work: Work, actor: Actor, read: tuple[Table, str], slug: str) -> ResponseReturnValue:
    """Keep the list; nobody on it is touched before it is applied."""
    table, name = read
    found = actions.upload(work, actor, table, name)
    return go("rosters.one", slug=slug, import_id=found.id)


@bp.get("/<slug>/registrations/imports/<int:import_id>")
@signed_in
def one(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """The import where it stands now."""
    return _shown(work, queries.import_to_manage(work, actor, import_id))


@bp.get("/<slug>/registrations/imports/<int:import_id>/columns")
@signed_in
def columns(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """What the columns are; to be said until the list is applied."""
    found = queries.import_to_manage(work, actor, import_id)
    if found.step not in BEFORE_APPLY:
        return go("rosters.one", slug=slug, import_id=import_id)
    return page("rosters/columns.html", **_columns(work, found))


@bp.post("/<slug>/registrations/imports/<int:import_id>/columns")
@signed_in
def understand(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """Say what the columns and their words are, and look at the rows; new words are asked about first."""
    found = queries.import_to_manage(work, actor, import_id)
    answers = {f"q{one.id}" for one in queries.questions_here(work, found.workshop_id)}
    said = forms.read_columns(request.form, len(found.headings), answers)
    meanings = forms.read_meanings(request.form, found.meanings)
    is_whole = actions.understand(work, actor, import_id, said, meanings)
    if not is_whole:
        flash("Please say what the words of that column stand for.", "info")
    elif request.form.get("then") != "stay":
        actions.check(work, actor, import_id)
        return go("rosters.one", slug=slug, import_id=import_id)
    return go("rosters.columns", slug=slug, import_id=import_id)


@bp.get("/<slug>/registrations/imports/<int:import_id>/apply")
@signed_in
def apply_form(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """The same page again after a refusal."""
    return _shown(work, queries.import_to_manage(work, actor, import_id))


@bp.post("/<slug>/registrations/imports/<int:import_id>/apply")
@signed_in
def apply(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """Do what the page has shown, all or nothing."""
    applying.apply(
        work,
        actor,
        import_id,
        is_told=bool(request.form.get("is_told")),
        is_partly=bool(request.form.get("is_partly")),
    )
    return go("rosters.one", slug=slug, import_id=import_id)


@bp.post("/<slug>/registrations/imports/<int:import_id>/cancel")
@signed_in
def cancel(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """Forget a list that was not applied."""
    actions.cancel(work, actor, import_id)
    flash("The list is forgotten; nothing was changed.", "success")
    return go("rosters.start", slug=slug)


@bp.post("/<slug>/registrations/imports/<int:import_id>/undo")
@signed_in
def undo(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """Put back what the import changed."""
    undoing.undo(work, actor, import_id)
    return go("rosters.one", slug=slug, import_id=import_id)


@bp.get("/<slug>/registrations/imports/<int:import_id>/progress")
@signed_in
def progress(work: Work, actor: Actor, slug: str, import_id: int) -> ResponseReturnValue:
    """How far the step has come, for the page that waits."""
    found = queries.import_to_manage(work, actor, import_id)
    return jsonify(step=found.step, done=found.done, total=found.total, is_running=found.is_running)


def _shown(work: Work, found: RosterImport) -> ResponseReturnValue:
    template = TEMPLATES.get(Step(found.step), "rosters/done.html")
    if template == "rosters/columns.html":
        return page(template, **_columns(work, found))
    return page(template, **_standing(work, found))


def _limits() -> Limits:
    settings = this_portal().settings
    return Limits(settings.roster_limit_mb, settings.roster_limit_rows)


def _columns(work: Work, found: RosterImport) -> dict[str, Any]:
    table = queries.table_of(found)
    questions = queries.questions_here(work, found.workshop_id)
    choices = forms.WORDS | {f"q{one.id}": f"Answer: {one.text[:80]}" for one in questions}
    return {
        "found": found,
        "table": table,
        "choices": choices,
        "words": [
            (place, found.headings[int(place)], found.columns[int(place)], _words(table, int(place), told))
            for place, told in found.meanings.items()
            if found.columns[int(place)] in WITH_MEANINGS
        ],
        "roles": forms.ROLE_CHOICES,
        "states": {
            "": "As it is, or accepted",
            **{state.value: IN_WORDS[state].capitalize() for state in states_to_choose()},
            LEAVE_OUT: "Leave these rows out",
        },
        "attendances": forms.ATTENDANCE_CHOICES,
    }


def _words(table: Table, place: int, told: dict[str, Any]) -> list[tuple[str, int, Any]]:
    counts = table.values(place, len(told) + 1)
    return [(word, counts.get(word, 0), from_document(meaning)) for word, meaning in told.items()]


def _standing(work: Work, found: RosterImport) -> dict[str, Any]:
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    asked = request.args.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    questions = {str(one.id): one.text for one in queries.questions_here(work, found.workshop_id)}
    listing = queries.rows_page(work, found, kind, number)
    return {
        "found": found,
        "kinds": KINDS,
        "kind": kind,
        "listing": listing,
        "changes": {row.id: list(differences(row.before, row.after, questions)) for row in listing.rows},
        "problems": queries.rows_page(work, found, Kind.WRONG).rows[:SHOWN_PROBLEMS],
        "seats": queries.seats_after(work, found) if found.step == Step.CHECKED else None,
        "erased": _erased(work, found) if found.step == Step.CHECKED else (),
        "left": queries.rows_left(work, found) if found.step == Step.UNDONE else (),
        "ignored": [
            heading for heading, target in zip(found.headings, found.columns, strict=True) if not target
        ],
    }


def _erased(work: Work, found: RosterImport) -> list[str]:
    """The addresses on the list whose people asked to be erased here."""
    pepper = this_portal().settings.secret_key.get_secret_value()
    return sorted(left_among(work, queries.addresses_on(work, found), pepper))
