"""The surveys of a workshop, the sheet that somebody fills in, and the results."""

from typing import Any

from flask import flash, g, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.surveys import actions, forms, queries
from portal.surveys.models import Survey
from portal.surveys.pages.blueprint import bp
from portal.surveys.rules import LONGEST_ANSWER


@bp.get("/<slug>/surveys")
@signed_in
def surveys(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All surveys; for who leads them also drafts."""
    workshop = queries.workshop_to_ask(work, actor)
    leads = may(actor, Permission.LEAD_SURVEYS, workshop)
    return page("surveys/surveys.html", surveys=queries.surveys_for(work, actor, workshop), leads=leads)


@bp.get("/<slug>/surveys/<int:survey_id>")
@signed_in
def survey(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    """The sheet, or why there is none; who leads a draft sees it as it will be."""
    found = queries.survey_for(work, actor, Permission.SEE_SURVEYS, survey_id)
    return page(
        "surveys/survey.html",
        survey=found,
        phase=queries.phase_now(found),
        is_told=queries.is_told(found),
        leads=may(actor, Permission.LEAD_SURVEYS, found),
        has_answered=queries.has_answered(work, found, actor.known_id),
        consent=queries.consent_of(work, found),
        questions=queries.questions_of(work, found),
        given=_given(found),
        person=actor.known_id,
        most=LONGEST_ANSWER,
    )


@bp.post("/<slug>/surveys/<int:survey_id>")
@signed_in
def answer(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_vote, "surveys.answer", str(actor.known_id))
    found = queries.survey_for(work, actor, Permission.ANSWER_SURVEY, survey_id)
    kinds = [(one.id, one.kind) for one in queries.questions_of(work, found)]
    actions.answer(work, actor, survey_id, forms.read_sheet(request.form, kinds))
    flash("Thank you. Your answers are kept, without your name.", "good")
    return go("surveys.survey", slug=slug, survey_id=survey_id)


@bp.get("/<slug>/surveys/<int:survey_id>/results")
@signed_in
def results(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    found, told = queries.results_for(work, actor, survey_id)
    leads = may(actor, Permission.LEAD_SURVEYS, found)
    return page(
        "surveys/results.html", survey=found, results=told, leads=leads, is_told=queries.is_told(found)
    )


def _given(survey: Survey) -> dict[str, Any]:
    """What was typed into a sheet that is shown again; nothing of it where the questions are others by now."""
    is_again = "refusal" in g and request.form.get("edition") == str(survey.edition)
    return request.form.to_dict(flat=False) if is_again else {}
