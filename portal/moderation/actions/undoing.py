"""Take a measure back."""

from uuid import uuid4

from sqlalchemy import select

from portal.access import Actor
from portal.events import Eviction
from portal.moderation.actions.measures import end, write_down
from portal.moderation.models import ModerationMeasure
from portal.moderation.queries import measure_to_undo, thread_here, workshop_to_moderate
from portal.moderation.rules import Measure
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.registrations.rules import State, state_after_undo
from portal.store.work import Work
from portal.threads import actions as threads
from portal.threads.models import Thread


def undo(work: Work, actor: Actor, measure_id: int) -> ModerationMeasure:
    """Take a measure back; twice is the same as once, and what is over stays over."""
    measure = measure_to_undo(work, actor, measure_id)
    registration = _hold(work, actor, measure)
    work.lock(measure)
    if not measure.is_in_force:
        return measure
    match measure.kind:
        case Measure.HIDE:
            threads.show(work, actor, measure.thread_id or 0, measure.seq, str(uuid4()))
        case Measure.LOCK:
            threads.set_locked(work, thread_here(work, actor, measure.thread_id or 0), is_locked=False)
        case Measure.REMOVE:
            thread = thread_here(work, actor, measure.thread_id or 0)
            threads.keep_out(work, thread, measure.person_id or 0, None)
        case Measure.SILENCE if registration is not None:
            registration.silenced_until, registration.silence_reason = None, ""
            _announce(work, registration)
        case Measure.BAN if registration is not None and registration.state == State.BANNED:
            registration.state = state_after_undo(registration.state_before or State.ACCEPTED).value
            registration.state_before = ""
            _announce(work, registration)
    end(measure, actor)
    write_down(work, actor, f"moderation.undo_{measure.kind}", measure)
    return measure


def _hold(work: Work, actor: Actor, measure: ModerationMeasure) -> Registration | None:
    """What the measure is about, held before the measure itself, in the order in which measures are taken."""
    if measure.kind in {Measure.HIDE, Measure.LOCK}:
        held = select(Thread.id).where(Thread.id == measure.thread_id).with_for_update()
        work.session.execute(held)
        return None
    work.lock(workshop_to_moderate(work, actor))
    registration = registration_of(work, actor.workshop_id, measure.person_id)
    if registration is not None:
        work.lock(registration)
    return registration


def _announce(work: Work, registration: Registration) -> None:
    work.session.flush()
    gone = Eviction(person_id=registration.person_id, workshop_id=registration.workshop_id)
    work.announce(gone)
