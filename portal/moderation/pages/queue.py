"""The queue, one case, and what is known of a person."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, page, signed_in
from portal.moderation import actions, forms, queries
from portal.moderation.models import ModerationMeasure
from portal.moderation.pages.acting import choices, may_act_on
from portal.moderation.pages.blueprint import bp
from portal.moderation.rules import DONE, KINDS, OUTCOMES, REASONS
from portal.store.work import Work


@bp.get("/<slug>/moderation")
@signed_in
def queue(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What waits for a moderator, the oldest first; what is done; and which measures stand."""
    show = request.args.get("show", "open")
    shown = show if show in {"open", "mine", "done", "measures"} else "open"
    is_listing = shown != "measures"
    return page(
        "moderation/queue.html",
        show=shown,
        cases=queries.cases(work, actor, is_open=shown != "done", is_mine=shown == "mine")
        if is_listing
        else [],
        measures=[] if is_listing else queries.measures_here(work, actor),
        open=queries.open_cases(work, actor),
        kinds=KINDS,
        outcomes=OUTCOMES,
        done=DONE,
    )


@bp.get("/<slug>/moderation/<int:case_id>")
@signed_in
def case(work: Work, actor: Actor, case_id: int, **_: str) -> ResponseReturnValue:
    """One case: who reports it and why, what was said around it, the moderators' notes, and what can be done."""
    found = queries.case_to_lead(work, actor, case_id)
    return page(
        "moderation/case.html",
        case=found,
        voices=queries.voices_of(work, found),
        notes=queries.notes_of(work, found),
        around=queries.around(work, actor, found),
        measures=queries.measures_of_case(work, found),
        earlier=[one for one in _about(work, actor, found.person_id) if one.case_id != found.id],
        may_act=may_act_on(work, actor, found.person_id),
        kinds=KINDS,
        reasons=REASONS,
        outcomes=OUTCOMES,
        done=DONE,
        **choices(),
    )


@bp.post("/<slug>/moderation/<int:case_id>/take")
@signed_in
def take(work: Work, actor: Actor, slug: str, case_id: int) -> ResponseReturnValue:
    """Take the case, or give it back."""
    is_mine = request.form.get("is_mine") != "no"
    actions.assign(work, actor, case_id, is_mine=is_mine)
    flash("The case is yours." if is_mine else "The case is nobody's now.", "success")
    return go("moderation.case", slug=slug, case_id=case_id)


@bp.post("/<slug>/moderation/<int:case_id>/notes")
@signed_in
def note(work: Work, actor: Actor, slug: str, case_id: int) -> ResponseReturnValue:
    actions.note(work, actor, case_id, forms.read_note(request.form))
    return go("moderation.case", slug=slug, case_id=case_id, _anchor="notes")


@bp.post("/<slug>/moderation/<int:case_id>/resolve")
@signed_in
def resolve(work: Work, actor: Actor, slug: str, case_id: int) -> ResponseReturnValue:
    """Say what became of it; who reported it is told."""
    actions.resolve(work, actor, case_id, forms.read_outcome(request.form))
    flash("Resolved. Those who reported it are told.", "success")
    return go("moderation.queue", slug=slug)


@bp.post("/<slug>/moderation/<int:case_id>/reopen")
@signed_in
def reopen(work: Work, actor: Actor, slug: str, case_id: int) -> ResponseReturnValue:
    actions.reopen(work, actor, case_id)
    flash("The case is open again.", "success")
    return go("moderation.case", slug=slug, case_id=case_id)


@bp.get("/<slug>/moderation/people/<int:person_id>")
@signed_in
def person(work: Work, actor: Actor, person_id: int, **_: str) -> ResponseReturnValue:
    """What is known of a person here, and what can be done."""
    return page(
        "moderation/person.html",
        history=queries.history_of(work, actor, person_id),
        may_act=may_act_on(work, actor, person_id),
        kinds=KINDS,
        outcomes=OUTCOMES,
        done=DONE,
        **choices(),
    )


def _about(work: Work, actor: Actor, person_id: int | None) -> list[ModerationMeasure]:
    if person_id is None:
        return []
    return queries.measures_about(work, queries.workshop_to_moderate(work, actor).id, person_id)
