"""Who knocks and who answers: beside the poster, and on a page of its own with plain forms."""

from typing import Any, cast
from uuid import uuid4

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.http import go_on, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import Conflict
from portal.knocks import actions, forms, queries
from portal.knocks.pages.blueprint import bp
from portal.knocks.rules import How, Whereabouts
from portal.posters.models import Poster
from portal.posters.queries import standings_of
from portal.realtime.presence import Presence
from portal.store.work import Work

TOLD = {
    How.COME_IN: "They see that you say: come in.",
    How.LATER: "They see that you say: a little later.",
    How.DONE: "Done: nobody waits for this any more.",
}


def knocks_here(work: Work, actor: Actor, slug: str, poster: Poster) -> dict[str, Any]:
    """What templates/knocks/_panel.html wants of a poster: one's own knock, and the queue for those who answer."""
    return {
        "poster": poster,
        "is_presenter": actor.person_id in poster.presenter_ids,
        "may_stand": may(actor, Permission.STAND_AT_POSTER, poster),
        "own": queries.own_of(work, poster, actor.known_id),
        "queue": queries.queue_of(work, poster) if queries.may_answer(actor, poster) else None,
        "marks": queries.marks_at(work, poster.id),
        "client_id": str(uuid4()),
        "here": url_for("knocks.knock_form", slug=slug, poster_id=poster.id),
        "next": request.full_path.rstrip("?"),
    }


@bp.get("/<slug>/posters/<int:poster_id>/knock")
@signed_in
def knock_form(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    poster = queries.poster_to_knock_at(work, actor, poster_id)
    at, standings = now(), standings_of(work, [poster.id]).get(poster.id, ())
    said = {one.person_id: one for one in standings if one.holds(at)}
    knocks = knocks_here(work, actor, slug, poster)
    return page("knocks/knock.html", poster=poster, stood=said, knocks=knocks)


@bp.post("/<slug>/posters/<int:poster_id>/knock")
@signed_in
def knock(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    poster = queries.poster_to_knock_at(work, actor, poster_id)
    _limit("limit_knock", "knocks.knock", actor)
    draft = forms.read_knock_form(poster_id, request.form)
    actions.knock(work, actor, draft, whereabouts(poster))
    return go_on("knocks.knock_form", slug=slug, poster_id=poster_id)


@bp.post("/<slug>/posters/<int:poster_id>/knock/withdraw")
@signed_in
def withdraw(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    _limit("limit_knock", "knocks.withdraw", actor)
    actions.withdraw(work, actor, poster_id)
    return go_on("knocks.knock_form", slug=slug, poster_id=poster_id)


@bp.post("/<slug>/knocks/<int:knock_id>/answer")
@signed_in
def answer(work: Work, actor: Actor, slug: str, knock_id: int) -> ResponseReturnValue:
    """Answer without words; who comes second reads who was first."""
    _, poster = queries.knock_to_answer(work, actor, knock_id)
    _limit("limit_answer_knock", "knocks.answer", actor)
    wanted = forms.read_answer_form(knock_id, request.form)
    try:
        actions.answer(work, actor, wanted)
    except Conflict as refusal:
        flash(refusal.message, "warning")
    else:
        flash(TOLD[wanted.how], "success")
    return go_on("knocks.knock_form", slug=slug, poster_id=poster.id)


@bp.post("/<slug>/knocks/<int:knock_id>/reply")
@signed_in
def reply(work: Work, actor: Actor, slug: str, knock_id: int) -> ResponseReturnValue:
    _, poster = queries.knock_to_answer(work, actor, knock_id)
    _limit("limit_answer_knock", "knocks.reply", actor)
    wanted = forms.read_reply_form(knock_id, request.form)
    try:
        actions.reply(work, actor, wanted, whereabouts(poster))
    except Conflict as refusal:
        flash(refusal.message, "warning")
    else:
        flash("Your answer is in the chat, and who asked is told.", "success")
    return go_on("knocks.knock_form", slug=slug, poster_id=poster.id)


def whereabouts(poster: Poster) -> Whereabouts:
    """Who is in front of the poster, and who is elsewhere in the workshop."""
    presence = cast(Presence, current_app.extensions["presence"])
    return Whereabouts.at(lambda room: presence.people(room).seats, poster.workshop_id, poster.thread_id)


def _limit(setting: str, what: str, actor: Actor) -> None:
    portal = this_portal()
    portal.limits.hit(getattr(portal.settings, setting), what, str(actor.known_id))
