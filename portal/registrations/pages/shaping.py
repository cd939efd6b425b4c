"""The pages on which organizers shape the form by which people register."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Role
from portal.clock import now
from portal.doors.http import go, page, signed_in
from portal.registrations import queries
from portal.registrations.actions import shaping
from portal.registrations.forms.shaping import (
    KINDS,
    WAYS,
    read_code,
    read_form,
    read_question,
    values_of,
)
from portal.registrations.models import RegistrationQuestion
from portal.registrations.pages.blueprint import bp
from portal.registrations.pages.manage import undoable
from portal.registrations.pages.showing import form_context
from portal.registrations.queries.form import (
    codes_of,
    form_of,
    question_rows,
    question_to_shape,
    seats_of,
    waiting_list,
)
from portal.registrations.rules.form import MOST_OPTIONS
from portal.store.work import Work


@bp.get("/<slug>/registrations/form")
@signed_in
def form(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The settings, the questions in order, and the codes."""
    return _form_page(work, actor)


@bp.post("/<slug>/registrations/form")
@signed_in
def shape(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Set how people register."""
    workshop = queries.workshop_to_manage(work, actor)
    shaping.shape(work, actor, read_form(request.form, workshop.zone))
    flash("The form is saved.", "success")
    return go("registrations.form", slug=slug)


@bp.get("/<slug>/registrations/form/preview")
@signed_in
def preview(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The form as a visitor will see it; nothing can be sent."""
    workshop = queries.workshop_to_manage(work, actor)
    context = {**form_context(work, workshop, None), "is_preview": True}
    return page("registrations/preview.html", own=None, **context)


@bp.get("/<slug>/registrations/form/questions")
@signed_in
def new_question(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    queries.workshop_to_manage(work, actor)
    return _question_page(None)


@bp.post("/<slug>/registrations/form/questions")
@signed_in
def add_question(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    queries.workshop_to_manage(work, actor)
    made = shaping.add_question(work, actor, read_question(request.form))
    return _back(slug, f"question-{made.id}")


@bp.get("/<slug>/registrations/form/questions/<int:form_question_id>")
@signed_in
def edit_question(work: Work, actor: Actor, form_question_id: int, **_: str) -> ResponseReturnValue:
    return _question_page(question_to_shape(work, actor, form_question_id))


@bp.post("/<slug>/registrations/form/questions/<int:form_question_id>")
@signed_in
def change_question(work: Work, actor: Actor, slug: str, form_question_id: int) -> ResponseReturnValue:
    question_to_shape(work, actor, form_question_id)
    shaping.change_question(work, actor, form_question_id, read_question(request.form))
    return _back(slug, f"question-{form_question_id}")


@bp.post("/<slug>/registrations/form/questions/<int:form_question_id>/move")
@signed_in
def move_question(work: Work, actor: Actor, slug: str, form_question_id: int) -> ResponseReturnValue:
    shaping.move_question(work, actor, form_question_id, is_up=request.form.get("to") != "down")
    return _back(slug, f"question-{form_question_id}")


@bp.post("/<slug>/registrations/form/questions/<int:form_question_id>/remove")
@signed_in
def remove_question(work: Work, actor: Actor, slug: str, form_question_id: int) -> ResponseReturnValue:
    """Ask it no longer; the answers stay readable."""
    row = shaping.remove_question(work, actor, form_question_id)
    undo = url_for("registrations.restore_question", slug=slug, form_question_id=row.id)
    flash(undoable(f"“{row.text}” is asked no longer. Answers that were given stay.", undo), "success")
    return _back(slug, "questions")


@bp.post("/<slug>/registrations/form/questions/<int:form_question_id>/restore")
@signed_in
def restore_question(work: Work, actor: Actor, slug: str, form_question_id: int) -> ResponseReturnValue:
    shaping.remove_question(work, actor, form_question_id, is_removed=False)
    return _back(slug, f"question-{form_question_id}")


@bp.post("/<slug>/registrations/form/codes")
@signed_in
def add_code(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    queries.workshop_to_manage(work, actor)
    made = shaping.add_code(work, actor, read_code(request.form))
    flash(f"The code {made.code} works now.", "success")
    return _back(slug, "codes")


@bp.get("/<slug>/registrations/form/codes")
@signed_in
def codes(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The same page, where a code that was refused is told why."""
    return _form_page(work, actor)


@bp.post("/<slug>/registrations/form/codes/<int:form_code_id>/remove")
@signed_in
def remove_code(work: Work, actor: Actor, slug: str, form_code_id: int) -> ResponseReturnValue:
    flash(f"The code {shaping.remove_code(work, actor, form_code_id)} works no longer.", "success")
    return _back(slug, "codes")


def _form_page(work: Work, actor: Actor) -> ResponseReturnValue:
    workshop = queries.workshop_to_manage(work, actor)
    settings, rows = form_of(work, workshop), question_rows(work, workshop.id)
    return page(
        "registrations/form.html",
        form=settings,
        values=values_of(settings, workshop.zone),
        phase=settings.phase(now()),
        ways=WAYS,
        kinds=KINDS,
        seats=seats_of(work, workshop.id, settings),
        waiting=len(waiting_list(work, workshop.id)),
        questions=[row for row in rows if row.removed_at is None],
        removed=[row for row in rows if row.removed_at is not None],
        codes=codes_of(work, workshop.id),
        roles=[role for role in Role if role != Role.ORGANIZER],
    )


def _question_page(question: RegistrationQuestion | None) -> ResponseReturnValue:
    shown: dict[str, Any] = {"question": question, "kinds": KINDS, "most": MOST_OPTIONS}
    return page("registrations/question.html", **shown)


def _back(slug: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("registrations.form", slug=slug, _anchor=anchor), 303)
