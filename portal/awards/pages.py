"""The page of the vote for the best poster: to vote, to open and close it, and who has won."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.awards import actions, forms, queries
from portal.awards.rules import State
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.store.work import Work

bp = Blueprint("awards", __name__)


@bp.get("/<slug>/awards")
@signed_in
def awards(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    return page("awards/awards.html", voting=queries.voting_to_see(work, actor))


@bp.post("/<slug>/awards")
@signed_in
def vote(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_vote, "awards.vote", str(actor.known_id))
    actions.vote(work, actor, forms.read_vote(request.form))
    flash("Your vote counts. You can change it while the vote is open.", "success")
    return go("awards.awards", slug=slug)


@bp.post("/<slug>/awards/state")
@signed_in
def set_state(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    wanted = request.form.get("state", "")
    actions.set_state(work, actor, wanted)
    flash(
        "The vote is open." if wanted == State.OPEN else "The vote is closed, and its result is shown.",
        "success",
    )
    return go("awards.awards", slug=slug)
