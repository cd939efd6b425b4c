"""What a chair does about a board, and what those do who are sent, by ordinary forms."""

from typing import cast

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, go_on, signed_in
from portal.doors.portal import this_portal
from portal.errors import Conflict, Invalid
from portal.knocks.rules import Whereabouts
from portal.posters.queries import poster_to_enter
from portal.realtime.presence import Presence
from portal.rounds import actions, forms
from portal.rounds.pages.blueprint import bp
from portal.store.work import Work


@bp.post("/<slug>/rounds/posters/<int:poster_id>/send")
@signed_in
def send(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """Ask somebody to go there; who comes second reads who was first."""
    _limit(actor)
    poster = poster_to_enter(work, actor, poster_id)
    to = actor.known_id if "me" in request.form else forms.read_to(request.form)
    presence = cast(Presence, current_app.extensions["presence"])
    where = Whereabouts.at(lambda room: presence.people(room).seats, poster.workshop_id, poster.thread_id)
    try:
        actions.send(work, actor, poster_id, to, where)
    except (Conflict, Invalid) as refusal:
        flash(refusal.message, "warning")
    else:
        if to == actor.known_id:
            return go("posters.room", slug=slug, poster_id=poster_id)
        flash("They are told on whichever page they are.", "success")
    return go_on("rounds.rounds", slug=slug)


@bp.post("/<slug>/rounds/calls/<int:call_id>/off")
@signed_in
def call_off(work: Work, actor: Actor, slug: str, call_id: int) -> ResponseReturnValue:
    _limit(actor)
    actions.call_off(work, actor, call_id)
    return go_on("rounds.rounds", slug=slug)


@bp.post("/<slug>/rounds/calls/<int:call_id>/answer")
@signed_in
def answer(work: Work, actor: Actor, slug: str, call_id: int) -> ResponseReturnValue:
    """“I am going” leads to the board; “Not now” back to where one was."""
    _limit(actor)
    is_going = forms.read_going(request.form)
    try:
        poster_id = actions.answer(work, actor, call_id, is_going=is_going)
    except Conflict as refusal:
        flash(refusal.message, "warning")
        return go_on("notices.notices", slug=slug)
    if is_going:
        return go("posters.room", slug=slug, poster_id=poster_id)
    return go_on("notices.notices", slug=slug)


@bp.post("/<slug>/rounds/posters/<int:poster_id>/pin")
@signed_in
def pin(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    _limit(actor)
    try:
        actions.pin(work, actor, poster_id)
    except Conflict as refusal:
        flash(refusal.message, "warning")
    return go_on("rounds.rounds", slug=slug)


@bp.post("/<slug>/rounds/posters/<int:poster_id>/unpin")
@signed_in
def unpin(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    _limit(actor)
    actions.unpin(work, actor, poster_id)
    return go_on("rounds.rounds", slug=slug)


def _limit(actor: Actor) -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_rounds, "rounds", str(actor.known_id))
