"""The forms with which organizers make, run and publish a survey."""

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.clock import now
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.polls.rules import MOST_OPTIONS
from portal.rosters.rules.sheet import write_sheet
from portal.store.work import Work
from portal.surveys import actions, forms, queries
from portal.surveys.models import Survey
from portal.surveys.pages.blueprint import bp
from portal.surveys.rules import FEWEST_SMALLEST, MOST_SMALLEST, Draft, Grouping, Release
from portal.workshops.models import Workshop

HEADINGS = ("number", "question", "group", "answer", "note")
GROUPINGS = {
    Grouping.CHOSEN: "Each person chooses one of the groups below",
    Grouping.ROLE: "The role in this workshop: attendee, presenter, chair …",
    Grouping.NONE: "No groups",
}
RELEASES = {
    Release.ORGANIZER: "When an organizer publishes them, after the survey is closed",
    Release.CLOSED: "As soon as the survey is closed",
}
PROPOSAL = Draft(title="", groups=("Student", "Academia", "Industry"))
"""What the form of a new survey begins with."""


@bp.get("/<slug>/surveys/new")
@signed_in
def new(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    workshop = queries.workshop_to_ask(work, actor, Permission.LEAD_SURVEYS)
    return page("surveys/new.html", **_form(workshop, PROPOSAL))


@bp.post("/<slug>/surveys/new")
@signed_in
def add(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    workshop = queries.workshop_to_ask(work, actor, Permission.LEAD_SURVEYS)
    made = actions.save(work, actor, forms.read_survey(request.form, workshop.zone))
    flash("Kept as a draft. Now add its questions.", "good")
    return go("surveys.edit", slug=slug, survey_id=made.id)


@bp.get("/<slug>/surveys/<int:survey_id>/edit")
@signed_in
def edit(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    """Everything that leads a survey: where it stands, its questions, and its settings."""
    found = queries.survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    return page("surveys/edit.html", **_leading(work, actor, found))


@bp.post("/<slug>/surveys/<int:survey_id>/edit")
@signed_in
def change(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    workshop = queries.workshop_to_ask(work, actor, Permission.LEAD_SURVEYS)
    actions.save(work, actor, forms.read_survey(request.form, workshop.zone), survey_id)
    flash("Saved.", "good")
    return go("surveys.edit", slug=slug, survey_id=survey_id)


@bp.post("/<slug>/surveys/<int:survey_id>/state")
@signed_in
def set_state(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    address = this_portal().settings.origin + url_for("surveys.survey", slug=slug, survey_id=survey_id)
    told_at = address if request.form.get("tell") == "yes" else ""
    actions.set_state(work, actor, survey_id, forms.read_state(request.form), told_at)
    return go("surveys.edit", slug=slug, survey_id=survey_id)


@bp.post("/<slug>/surveys/<int:survey_id>/publish")
@signed_in
def publish(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    actions.publish(work, actor, survey_id, is_on=request.form.get("is_on") != "no")
    return go("surveys.results", slug=slug, survey_id=survey_id)


@bp.post("/<slug>/surveys/<int:survey_id>/delete")
@signed_in
def delete(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    actions.delete(work, actor, survey_id)
    flash("The draft is gone.")
    return go("surveys.surveys", slug=slug)


@bp.get("/<slug>/surveys/<int:survey_id>/answers.csv")
@signed_in
def export(work: Work, actor: Actor, slug: str, survey_id: int) -> ResponseReturnValue:
    """Each answer as a row, in no order; nothing that the results do not tell."""
    _, rows = queries.rows_for(work, actor, survey_id)
    return Response(
        write_sheet(HEADINGS, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{slug}-survey-{survey_id}-{now():%Y-%m-%d}.csv"'
        },
    )


def _leading(work: Work, actor: Actor, survey: Survey) -> dict[str, Any]:
    workshop = queries.workshop_to_ask(work, actor, Permission.LEAD_SURVEYS)
    answered = queries.answered_by(work, survey)
    return {
        "survey": survey,
        "phase": queries.phase_now(survey),
        "is_timed": survey.opens_at is not None and survey.opens_at > now(),
        "answered": answered,
        "is_fixed": bool(answered) or queries.phase_now(survey) == "closed",
        "questions": queries.questions_of(work, survey),
        "kinds": forms.KINDS,
        "most_options": MOST_OPTIONS,
        **_form(workshop, queries.draft_of(work, survey)),
    }


def _form(workshop: Workshop, draft: Draft) -> dict[str, Any]:
    return {
        "values": forms.values_of(draft, workshop.zone),
        "shows_texts": draft.shows_texts,
        "groupings": GROUPINGS,
        "releases": RELEASES,
        "fewest": FEWEST_SMALLEST,
        "most": MOST_SMALLEST,
        "zone_name": workshop.time_zone.replace("_", " "),
    }
