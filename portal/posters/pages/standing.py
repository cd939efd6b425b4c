"""Where a presenter is, as a plain form says it."""

from typing import cast

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import go_on, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.posters import actions, forms, queries
from portal.posters.pages.blueprint import bp
from portal.posters.rules import Code
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.threads.rules import room_of

TOLD = {
    Code.HERE: "You are shown as here while you have this room open.",
    Code.ONSITE: "You are shown as at the board in the hall.",
    Code.BACK: "Your visitors see when you are back.",
    Code.GONE: "You are shown as gone.",
}


@bp.post("/<slug>/posters/<int:poster_id>/stand")
@signed_in
def stand(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """Be shown as here, at the board, back at a time or gone, and go back to the page one came from."""
    poster = queries.poster_to_stand_at(work, actor, poster_id)
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_stand, "posters.stand", str(actor.known_id))
    seats = cast(Presence, current_app.extensions["presence"]).people(room_of(poster.thread_id)).seats
    try:
        wanted = forms.read_standing_form(poster_id, request.form)
        actions.stand(work, actor, poster_id, wanted.wish(now()), seats)
    except Invalid as refusal:
        flash(next(iter(refusal.fields.values()), refusal.message), "error")
    else:
        flash(TOLD[wanted.code], "success")
    return go_on("posters.room", slug=slug, poster_id=poster_id)
