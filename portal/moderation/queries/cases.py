"""The queue: which cases there are, for those who keep order."""

from sqlalchemy import func, select

from portal.access import Actor, Permission, may, require
from portal.moderation.models import ModerationCase
from portal.moderation.rules import MOST_LISTED, CaseState
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def workshop_to_moderate(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who keep order in it."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_REPORTS, workshop)
    return workshop


def case_to_lead(work: Work, actor: Actor, case_id: int) -> ModerationCase:
    """One case, for those who keep order."""
    workshop = workshop_to_moderate(work, actor)
    return work.get_in(workshop.id, ModerationCase, case_id)


def cases(work: Work, actor: Actor, *, is_open: bool, is_mine: bool = False) -> list[ModerationCase]:
    """The open cases, the oldest first, since somebody has waited longest there; or the last that are done."""
    workshop = workshop_to_moderate(work, actor)
    found = select(ModerationCase).where(ModerationCase.workshop_id == workshop.id)
    if is_mine:
        found = found.where(ModerationCase.assignee_id == actor.known_id)
    if is_open:
        listed = found.where(ModerationCase.state == CaseState.OPEN).order_by(
            ModerationCase.opened_at, ModerationCase.id
        )
    else:
        listed = found.where(ModerationCase.state == CaseState.RESOLVED).order_by(
            ModerationCase.changed_at.desc(), ModerationCase.id.desc()
        )
    return list(work.session.scalars(listed.limit(MOST_LISTED)))


def open_count(work: Work, workshop_id: int) -> int:
    """How many cases nobody has resolved."""
    found = select(func.count()).where(
        ModerationCase.workshop_id == workshop_id, ModerationCase.state == CaseState.OPEN
    )
    return int(work.session.scalar(found) or 0)


def open_cases(work: Work, actor: Actor) -> int:
    """The same, for those who keep order."""
    return open_count(work, workshop_to_moderate(work, actor).id)


def open_here(work: Work, actor: Actor, workshop: Workshop) -> int | None:
    """How many wait, beside every page of those who keep order; None for everybody else."""
    if not may(actor, Permission.SEE_REPORTS, workshop):
        return None
    return open_count(work, workshop.id)
