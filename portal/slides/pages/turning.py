"""For speakers and chairs: the page on which slides are turned, also on a phone; and its plain forms."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.doors.http import go_on, page, signed_in
from portal.doors.portal import this_portal
from portal.slides import actions, forms, queries
from portal.slides.pages.blueprint import bp
from portal.slides.pages.watching import slides_here
from portal.store.work import Work


@bp.get("/<slug>/sessions/<int:session_id>/slides/control")
@signed_in
def control(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    session = queries.session_for(work, actor, Permission.TURN_SLIDES, session_id)
    return page("slides/control.html", session=session, slides=slides_here(work, actor, session))


@bp.post("/<slug>/slides/<int:deck_id>/show")
@signed_in
def show(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    _count(actor)
    deck = actions.show_slides(work, actor, deck_id)
    return _back(slug, deck.session_id)


@bp.post("/<slug>/sessions/<int:session_id>/slides/stop")
@signed_in
def stop(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    _count(actor)
    actions.stop(work, actor, session_id)
    return _back(slug, session_id)


@bp.post("/<slug>/slides/<int:deck_id>/turn")
@signed_in
def turn(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    _count(actor)
    deck = actions.turn(work, actor, forms.read_turn_form(deck_id, request.form))
    return _back(slug, deck.session_id)


@bp.post("/<slug>/slides/<int:deck_id>/note")
@signed_in
def annotate(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    _count(actor)
    deck = actions.annotate(work, actor, forms.read_note_form(deck_id, request.form))
    return _back(slug, deck.session_id)


def _count(actor: Actor) -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_turn, "slides.turn", str(actor.known_id))


def _back(slug: str, session_id: int) -> ResponseReturnValue:
    return go_on("slides.control", slug=slug, session_id=session_id)
