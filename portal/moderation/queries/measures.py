"""What was done about people, messages and rooms."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.errors import NotFound
from portal.moderation.models import ModerationCase, ModerationMeasure
from portal.moderation.queries.cases import workshop_to_moderate
from portal.moderation.rules import MOST_LISTED, Target
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.store.work import Work
from portal.threads.models import Thread
from portal.workshops.queries import workshop_of


def target_of(work: Work, actor: Actor, person_id: int) -> tuple[Registration, Target]:
    """Somebody about whom this moderator may do something; raises NotFound, and NotAllowed for themselves and organizers."""
    workshop = workshop_to_moderate(work, actor)
    registration = registration_of(work, workshop.id, person_id)
    if registration is None:
        raise NotFound
    target = Target(workshop.id, person_id, frozenset(registration.role_names))
    require(actor, Permission.MODERATE, target)
    return registration, target


def thread_here(work: Work, actor: Actor, thread_id: int) -> Thread:
    """A thread of the workshop, for those who keep order."""
    return work.get_in(workshop_to_moderate(work, actor).id, Thread, thread_id)


def room_to_lock(work: Work, actor: Actor, thread_id: int) -> Thread:
    """A thread that this person may lock."""
    thread = thread_here(work, actor, thread_id)
    require(actor, Permission.LOCK_ROOM, thread)
    return thread


def measure_to_undo(work: Work, actor: Actor, measure_id: int) -> ModerationMeasure:
    """One measure, for those who keep order; about themselves nobody undoes one."""
    workshop = workshop_to_moderate(work, actor)
    measure = work.get_in(workshop.id, ModerationMeasure, measure_id)
    if measure.person_id is not None:
        target_of(work, actor, measure.person_id)
    return measure


def measures_about(work: Work, workshop_id: int, person_id: int) -> list[ModerationMeasure]:
    """What was done about a person, the newest first."""
    found = select(ModerationMeasure).where(
        ModerationMeasure.workshop_id == workshop_id, ModerationMeasure.person_id == person_id
    )
    return list(work.session.scalars(found.order_by(ModerationMeasure.id.desc()).limit(MOST_LISTED)))


def measures_of_case(work: Work, case: ModerationCase) -> Sequence[ModerationMeasure]:
    """What was done about a case."""
    found = select(ModerationMeasure).where(ModerationMeasure.case_id == case.id)
    return work.session.scalars(found.order_by(ModerationMeasure.id.desc())).all()


def measures_here(work: Work, actor: Actor) -> list[ModerationMeasure]:
    """What stands at this moment, the newest first."""
    workshop = workshop_to_moderate(work, actor)
    found = select(ModerationMeasure).where(
        ModerationMeasure.workshop_id == workshop.id, ModerationMeasure.ended_at.is_(None)
    )
    newest = work.session.scalars(found.order_by(ModerationMeasure.id.desc()).limit(MOST_LISTED))
    return [one for one in newest if one.is_in_force]


def own_measures(work: Work, actor: Actor) -> list[ModerationMeasure]:
    """What was done about this person, for themselves."""
    return measures_about(work, workshop_of(work, actor).id, actor.known_id)
