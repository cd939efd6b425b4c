"""Being introduced to somebody, by plain forms."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, signed_in
from portal.errors import Conflict, Invalid
from portal.lounge import actions, forms
from portal.lounge.pages.blueprint import bp
from portal.lounge.pages.visiting import count
from portal.store.work import Work


@bp.post("/<slug>/lounge/introduce")
@signed_in
def ask(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Into the queue; pressed again, one is still here."""
    count(actor)
    try:
        actions.ask(work, actor, forms.read_topics(request.form))
    except Invalid as refusal:
        flash(refusal.message, "error")
    return redirect(url_for("lounge.lounge", slug=slug, _anchor="introduce"), 303)


@bp.post("/<slug>/lounge/introduce/leave")
@signed_in
def leave_queue(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    count(actor)
    actions.leave_queue(work, actor)
    return go("lounge.lounge", slug=slug)


@bp.post("/<slug>/lounge/introductions/<int:introduction_id>")
@signed_in
def answer(work: Work, actor: Actor, slug: str, introduction_id: int) -> ResponseReturnValue:
    """Yes or not now. When both said yes, the page has a link to their table; nobody is moved by force."""
    count(actor)
    try:
        actions.answer(work, actor, introduction_id, is_yes=forms.read_yes(request.form, "is_yes"))
    except Conflict as refusal:
        flash(refusal.message, "warning")
    return redirect(url_for("lounge.lounge", slug=slug, _anchor="introduce"), 303)
