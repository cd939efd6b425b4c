"""The forms with which organizers build the questions of a survey."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.doors.http import page, signed_in
from portal.polls.rules import MOST_OPTIONS
from portal.store.work import Work
from portal.surveys import actions, forms, queries
from portal.surveys.pages.blueprint import bp


@bp.get("/<slug>/surveys/<int:survey_id>/questions")
@signed_in
def new_question(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    survey = queries.survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    return page("surveys/question.html", survey=survey, question=None, kinds=forms.KINDS, most=MOST_OPTIONS)


@bp.post("/<slug>/surveys/<int:survey_id>/questions")
@signed_in
def add_question(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    made = actions.add_question(work, actor, survey_id, forms.read_question(request.form))
    return _back(slug, survey_id, f"question-{made.id}")


@bp.get("/<slug>/surveys/questions/<int:asked_id>")
@signed_in
def edit_question(work: Work, actor: Actor, slug: str, asked_id: int) -> ResponseReturnValue:
    survey, question = queries.question_for(work, actor, asked_id)
    return page(
        "surveys/question.html", survey=survey, question=question, kinds=forms.KINDS, most=MOST_OPTIONS
    )


@bp.post("/<slug>/surveys/questions/<int:asked_id>")
@signed_in
def change_question(work: Work, actor: Actor, slug: str, asked_id: int) -> ResponseReturnValue:
    survey, _ = queries.question_for(work, actor, asked_id)
    actions.change_question(work, actor, asked_id, forms.read_question(request.form))
    return _back(slug, survey.id, f"question-{asked_id}")


@bp.post("/<slug>/surveys/questions/<int:asked_id>/delete")
@signed_in
def delete_question(work: Work, actor: Actor, slug: str, asked_id: int) -> ResponseReturnValue:
    survey, _ = queries.question_for(work, actor, asked_id)
    actions.delete_question(work, actor, asked_id)
    return _back(slug, survey.id, "questions")


@bp.post("/<slug>/surveys/questions/<int:asked_id>/move")
@signed_in
def move_question(work: Work, actor: Actor, slug: str, asked_id: int) -> ResponseReturnValue:
    survey, _ = queries.question_for(work, actor, asked_id)
    actions.move_question(work, actor, asked_id, is_up=request.form.get("to") != "down")
    return _back(slug, survey.id, f"question-{asked_id}")


def _back(slug: str, survey_id: int, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("surveys.edit", slug=slug, survey_id=survey_id, _anchor=anchor), 303)
