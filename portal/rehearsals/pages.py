"""The page on which organizers begin and wipe rehearsals."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, page, signed_in
from portal.rehearsals import actions, forms, queries
from portal.rehearsals.rules import MOST_AT_ONCE, USUAL_DAYS
from portal.store.work import Work
from portal.workshops.models import Workshop

bp = Blueprint("rehearsals", __name__)


@bp.get("/<slug>/rehearsals")
@signed_in
def rehearsals(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What is being rehearsed, and the form to begin."""
    source = queries.workshop_to_rehearse(work, actor)
    going_on = queries.rehearsals_of(work, source)
    moment = queries.moment_to_begin(work, source)
    return page(
        "rehearsals/rehearsals.html",
        source=source,
        going_on=going_on,
        is_full=len(going_on) >= MOST_AT_ONCE,
        moment=moment.astimezone(source.zone).strftime("%Y-%m-%dT%H:%M") if moment else "",
        days=USUAL_DAYS,
    )


@bp.post("/<slug>/rehearsals")
@signed_in
def start(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Begin, and go there."""
    source = queries.workshop_to_rehearse(work, actor)
    made = actions.start(work, actor, forms.read_plan(request.form, source.zone))
    flash("The rehearsal is on. Nobody else sees it, and nothing is mailed.", "success")
    return go("workshops.about", slug=made.slug)


@bp.post("/<slug>/rehearsals/<int:rehearsal_id>/wipe")
@signed_in
def wipe(work: Work, actor: Actor, slug: str, rehearsal_id: int) -> ResponseReturnValue:
    """End one and delete all that was done in it."""
    rehearsal, _ = queries.rehearsal_to_wipe(work, actor, rehearsal_id)
    source = work.get(Workshop, rehearsal.source_id).slug
    actions.wipe(work, actor, rehearsal_id)
    flash("The rehearsal is wiped.", "success")
    return go("rehearsals.rehearsals", slug=source)
