"""The page of a chair whose day runs late: what is on, what would move, and what was moved already."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, AnyStage, Permission, require
from portal.clock import now
from portal.delays import actions, forms, queries
from portal.delays.rules import ENDED, STEPS, Moved, Plan, shortened, step_word, whole_minute
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import Conflict, NotFound
from portal.store.work import Work
from portal.workshops.queries import workshop_of

bp = Blueprint("delays", __name__)


@bp.get("/<slug>/late")
@signed_in
def late_here(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The first line that this person may move."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.RUN_LATE, AnyStage(workshop.id))
    found = queries.choices(work, actor, workshop)
    if not found:
        raise NotFound("There is no stage yet whose times could move.")
    return go("delays.late", slug=slug, line_id=found[0].stage_id or 0)


@bp.get("/<slug>/late/<int:line_id>")
@signed_in
def late(work: Work, actor: Actor, slug: str, line_id: int) -> ResponseReturnValue:
    """Choose by how much; with `minutes`, see what would move."""
    stage_id = line_id or None
    workshop, stage = queries.place_to_move(work, actor, stage_id)
    at = whole_minute(now())
    line = queries.line_now(work, workshop, stage_id, at)
    plan, refusal, minutes = None, "", None
    if "minutes" in request.args:
        minutes = forms.read_minutes(request.args)
        try:
            _, _, plan = queries.plan_to_see(work, actor, stage_id, minutes, at)
        except Conflict as conflict:
            refusal = conflict.message
    made = queries.delays_on(work, workshop.id, stage_id, line.day)
    standing = [one for one in made if one.undone_at is None]
    return page(
        "delays/late.html",
        line_id=line_id,
        line_name=stage.name if stage else "The whole day",
        choices=queries.choices(work, actor, workshop),
        on=[
            (slot, next((one for one in slot.talks if one.is_on(at)), None))
            for slot in line.slots
            if slot.is_on(at)
        ],
        ahead=next((slot for slot in line.slots if slot.starts_at > at), None),
        steps=[(minutes, step_word(minutes)) for minutes in (*STEPS, ENDED)],
        chosen=minutes,
        word=None if minutes is None else step_word(minutes),
        step_word=step_word,
        plan=plan,
        told=_told(plan) if plan else (),
        refusal_told=refusal,
        at=at,
        client_id=forms.new_id(),
        made=made,
        undo=standing[0] if standing and queries.may_undo(actor, standing[0]) else None,
        back=_back(slug, stage.slug if stage else None),
    )


@bp.post("/<slug>/late/<int:line_id>")
@signed_in
def move(work: Work, actor: Actor, slug: str, line_id: int) -> ResponseReturnValue:
    """Move what the preview showed."""
    workshop, _ = queries.place_to_move(work, actor, line_id or None)
    _count(actor)
    actions.move(work, actor, forms.read_order_form(request.form, workshop.id, line_id or None))
    flash("Moved. Every open page, the calendar feeds and the reminders have the new times.", "good")
    return go("delays.late", slug=slug, line_id=line_id)


@bp.post("/<slug>/late/<int:line_id>/undo/<int:delay_id>")
@signed_in
def undo(work: Work, actor: Actor, slug: str, line_id: int, delay_id: int) -> ResponseReturnValue:
    """Take the last change back."""
    _count(actor)
    actions.undo(work, actor, delay_id)
    flash("Taken back: the times are what they were before.", "good")
    return go("delays.late", slug=slug, line_id=line_id)


def _count(actor: Actor) -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_run_late, "delays.move", str(actor.known_id))


def _told(plan: Plan) -> list[str]:
    """How pauses change, in words."""
    return [
        *(_pause(one, "") for one in plan.moved if one.slot.is_pause and one.length != _length(one)),
        *(_pause(one, " for this stage only") for one in plan.here_only),
        *(f"{first.title} runs into {fixed.title}, which does not move" for first, fixed in plan.overlaps),
    ]


def _length(one: Moved) -> object:
    return one.slot.ends_at - one.slot.starts_at


def _pause(one: Moved, where: str) -> str:
    had, has = shortened(one)
    return f"{one.slot.title} is {'shortened' if has < had else 'longer'}{where}: {has} min instead of {had}"


def _back(slug: str, stage_slug: str | None) -> str:
    if stage_slug is None:
        return url_for("programme.schedule", slug=slug)
    return url_for("stage.stage", slug=slug, stage_slug=stage_slug)
