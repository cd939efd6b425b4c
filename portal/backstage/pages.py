"""The page backstage and the page of one's own hand, with plain forms for all that can be done there."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may, require
from portal.backstage import actions, forms, queries
from portal.backstage.rules import UP, On
from portal.clock import now
from portal.doors.http import go, go_on, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import NotFound
from portal.programme.models import ProgrammeSession
from portal.slides.pages import slides_here
from portal.stage.models import Stage
from portal.stage.queries import stages_to_see
from portal.store.work import Work
from portal.threads.pages import chat_here

bp = Blueprint("backstage", __name__)


def path_of_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> str:
    """The page on which a message behind a stage is read."""
    found = next((one for one in stages_to_see(work, actor) if one.backstage.thread_id == thread_id), None)
    if found is None:
        raise NotFound
    return url_for("backstage.backstage", slug=slug, stage_slug=found.slug)


@bp.get("/<slug>/stage/<stage_slug>/backstage")
@signed_in
def backstage(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    stage = _stage(work, actor, stage_slug)
    row, on = stage.backstage, queries.on_stage(work, stage.backstage, now())
    chat = chat_here(work, actor, slug, row.thread_id)
    return page(
        "backstage/backstage.html",
        stage=stage,
        sources=[one.seen for one in stage.sources],
        on=on,
        signal=row.signal if on and row.signal_for == on.address else "",
        hands=queries.hands_up(work, stage.id),
        slides=_slides(work, actor, on),
        chat={**chat, "title": "Backstage chat"},
        meeting=row.meeting_url,
        leads=may(actor, Permission.LEAD_BACKSTAGE, stage),
    )


@bp.post("/<slug>/stage/<stage_slug>/backstage/signal")
@signed_in
def give_signal(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    stage = _stage(work, actor, stage_slug)
    actions.give_signal(work, actor, forms.read_signal_form(stage.id, request.form))
    return go("backstage.backstage", slug=slug, stage_slug=stage_slug)


@bp.post("/<slug>/stage/<stage_slug>/backstage/hands/<int:hand_id>")
@signed_in
def set_hand(work: Work, actor: Actor, slug: str, stage_slug: str, hand_id: int) -> ResponseReturnValue:
    actions.set_hand(work, actor, forms.read_turn_form(hand_id, request.form))
    return redirect(url_for("backstage.backstage", slug=slug, stage_slug=stage_slug, _anchor="hands"), 303)


@bp.get("/<slug>/stage/<stage_slug>/hand")
@signed_in
def hand(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    """One's own hand, for a browser without JavaScript; with it the page of the stage shows the same."""
    stage = queries.stage_at(work, actor, stage_slug)
    mine = queries.own_hand(work, actor, stage.id)
    told = queries.told_of(stage.backstage, mine, actor.known_id)
    return page("backstage/hand.html", stage=stage, hand=told, is_up=told.state in UP)


@bp.post("/<slug>/stage/<stage_slug>/hand")
@signed_in
def turn_hand(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_hand, "backstage.hand", str(actor.known_id))
    stage = queries.stage_at(work, actor, stage_slug)
    turn = actions.raise_hand if request.form.get("is_up") != "no" else actions.lower_hand
    turn(work, actor, stage.id)
    return go_on("backstage.hand", slug=slug, stage_slug=stage_slug)


def _slides(work: Work, actor: Actor, on: On | None) -> dict[str, Any] | None:
    """The slides of the session, for those who may turn some of them."""
    here = slides_here(work, actor, work.get(ProgrammeSession, on.session_id)) if on else None
    return here if here and here["may_turn"] else None


def _stage(work: Work, actor: Actor, stage_slug: str) -> Stage:
    stage = queries.stage_at(work, actor, stage_slug)
    require(actor, Permission.SEE_BACKSTAGE, stage)
    return stage
