"""What moderators do, each with a reason and an undo: from the menu of a message, from a case, and from a person's page."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go_on, next_path, page, signed_in
from portal.moderation import actions, forms, queries
from portal.moderation.pages.blueprint import bp
from portal.moderation.rules import DONE, REMOVALS, SILENCES, Target
from portal.registrations.queries import registration_of
from portal.store.work import Work


def choices() -> dict[str, Any]:
    """For how long something may be done."""
    return {"silences": SILENCES, "removals": REMOVALS}


def may_act_on(work: Work, actor: Actor, person_id: int | None) -> bool:
    """Whether this moderator may do something about this person."""
    registration = registration_of(work, actor.workshop_id, person_id) if person_id else None
    if registration is None:
        return False
    target = Target(registration.workshop_id, registration.person_id, frozenset(registration.role_names))
    return may(actor, Permission.MODERATE, target)


@bp.get("/<slug>/threads/<int:thread_id>/messages/<int:seq>/moderate")
@signed_in
def message(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    """One message, and what can be done about it, its writer and its room."""
    thread, found = queries.message_to_moderate(work, actor, thread_id, seq)
    measures = queries.measures_about(work, thread.workshop_id, found.author_id)
    locks = [
        one for one in queries.measures_here(work, actor) if one.kind == "lock" and one.thread_id == thread.id
    ]
    return page(
        "moderation/message.html",
        thread=thread,
        message=found,
        measures=[*locks, *measures],
        may_act=may_act_on(work, actor, found.author_id),
        done=DONE,
        back=next_path() or url_for("threads.place", slug=slug, thread_id=thread_id),
        **choices(),
    )


@bp.post("/<slug>/moderation/threads/<int:thread_id>/messages/<int:seq>/hide")
@signed_in
def hide(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    actions.hide(work, actor, thread_id, seq, forms.read_act(request.form))
    flash("The message is hidden.", "success")
    return _back(slug)


@bp.post("/<slug>/moderation/people/<int:person_id>/silence")
@signed_in
def silence(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    measure = actions.silence(work, actor, person_id, forms.read_silence(request.form))
    flash(f"{measure.person_name} is silenced.", "success")
    return _back(slug)


@bp.post("/<slug>/moderation/people/<int:person_id>/remove/<int:thread_id>")
@signed_in
def remove(work: Work, actor: Actor, slug: str, person_id: int, thread_id: int) -> ResponseReturnValue:
    measure = actions.remove(work, actor, person_id, thread_id, forms.read_removal(request.form))
    flash(f"{measure.person_name} is removed from the room.", "success")
    return _back(slug)


@bp.post("/<slug>/moderation/people/<int:person_id>/ban")
@signed_in
def ban(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    measure = actions.ban(work, actor, person_id, forms.read_act(request.form))
    flash(f"{measure.person_name} is banned from this workshop.", "success")
    return _back(slug)


@bp.post("/<slug>/moderation/threads/<int:thread_id>/lock")
@signed_in
def lock(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    actions.lock(work, actor, thread_id, forms.read_act(request.form))
    flash("The room is locked: only organizers, chairs and moderators write there.", "success")
    return _back(slug)


@bp.post("/<slug>/moderation/measures/<int:measure_id>/undo")
@signed_in
def undo(work: Work, actor: Actor, slug: str, measure_id: int) -> ResponseReturnValue:
    measure = actions.undo(work, actor, measure_id)
    who = f" {measure.person_name}:" if measure.person_name else ""
    flash(f"Undone.{who} {DONE[measure.kind]}.", "success")
    return _back(slug)


def _back(slug: str) -> ResponseReturnValue:
    return go_on("moderation.queue", slug=slug)
