"""What moderators do: hide a message, silence somebody, keep them out of a room or of everything, lock a room.

Whoever decides holds the row that it is about, so two moderators at once end in one state.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.access import Actor, Permission, Role, require
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.events import Eviction
from portal.mail.actions import write
from portal.moderation.actions.telling import tell_person, thread_of
from portal.moderation.models import ModerationMeasure
from portal.moderation.queries import (
    message_to_moderate,
    room_to_lock,
    target_of,
    thread_here,
    workshop_to_moderate,
)
from portal.moderation.rules import Act, Measure, Target, silence_until
from portal.registrations.models import Registration
from portal.registrations.queries import organizer_count, registration_of
from portal.registrations.rules import State, keep_an_organizer
from portal.store.work import Work
from portal.threads import actions as threads
from portal.workshops.models import Workshop


def hide(work: Work, actor: Actor, thread_id: int, seq: int, act: Act) -> ModerationMeasure:
    """Show a message to nobody until the undo; hiding it twice is the same as once."""
    thread, message = message_to_moderate(work, actor, thread_id, seq)
    author = registration_of(work, thread.workshop_id, message.author_id)
    roles = frozenset(author.role_names if author else ())
    require(actor, Permission.MODERATE, Target(thread.workshop_id, message.author_id, roles))
    thread_of(work, thread.workshop_id)
    name = message.author_name
    is_new = threads.hide(work, actor, thread_id, seq, str(uuid4()))
    if not is_new and (
        known := in_force(work, thread.workshop_id, Measure.HIDE, thread_id=thread_id, seq=seq)
    ):
        return known
    about = {"person_id": message.author_id, "person_name": name, "thread_id": thread_id, "seq": seq}
    return _keep(work, actor, Measure.HIDE, act, about)


def silence(work: Work, actor: Actor, person_id: int, act: Act) -> ModerationMeasure:
    """Let somebody read and listen only, for a time; another time takes the place of the one before."""
    registration = _held(work, actor, person_id)
    workshop = work.get(Workshop, registration.workshop_id)
    until = silence_until(act.length, now(), workshop.ends_on, workshop.zone)
    replace(work, actor, Measure.SILENCE, workshop.id, person_id)
    registration.silenced_until, registration.silence_reason = until, act.reason
    _put_in_force(work, registration)
    return _keep(work, actor, Measure.SILENCE, act, {**_about(registration), "until": until})


def remove(work: Work, actor: Actor, person_id: int, thread_id: int, act: Act) -> ModerationMeasure:
    """Put somebody out of a room, not to come back for a time."""
    registration = _held(work, actor, person_id)
    thread = thread_here(work, actor, thread_id)
    until = now() + timedelta(minutes=int(act.length))
    replace(work, actor, Measure.REMOVE, thread.workshop_id, person_id, thread_id=thread_id)
    threads.keep_out(work, thread, person_id, until, act.reason)
    work.queue("calls.check_seats", workshop_id=thread.workshop_id, person_id=person_id)
    about = {**_about(registration), "thread_id": thread_id, "until": until}
    return _keep(work, actor, Measure.REMOVE, act, about)


def ban(work: Work, actor: Actor, person_id: int, act: Act) -> ModerationMeasure:
    """Keep somebody out of the whole workshop until the undo; their account stays theirs for other workshops."""
    workshop = workshop_to_moderate(work, actor)
    registration = _held(work, actor, person_id)
    known = in_force(work, workshop.id, Measure.BAN, person_id=person_id)
    if known is not None and registration.state == State.BANNED:
        return known
    before = organizer_count(work, workshop.id)
    registration.state_before, registration.state = registration.state, State.BANNED.value
    registration.decided_at = now()
    work.session.flush()
    if Role.ORGANIZER in registration.roles:
        keep_an_organizer(before, organizer_count(work, workshop.id))
    _put_in_force(work, registration)
    _write_to_banned(work, workshop, registration, act.reason)
    work.queue("registrations.promote", workshop_id=workshop.id)
    return _keep(work, actor, Measure.BAN, act, _about(registration))


def lock(work: Work, actor: Actor, thread_id: int, act: Act) -> ModerationMeasure:
    """Let only those write in a room who keep order; twice is the same as once."""
    thread = room_to_lock(work, actor, thread_id)
    if not thread.is_open:
        raise Conflict("This chat is closed already.")
    is_new = threads.set_locked(work, thread, is_locked=True)
    known = in_force(work, thread.workshop_id, Measure.LOCK, thread_id=thread_id)
    if not is_new and known is not None:
        return known
    return _keep(work, actor, Measure.LOCK, act, {"thread_id": thread_id})


def in_force(work: Work, workshop_id: int, kind: Measure, **about: int) -> ModerationMeasure | None:
    """The newest measure of this kind about this person, message or room that stands."""
    found = (
        select(ModerationMeasure)
        .where(ModerationMeasure.workshop_id == workshop_id, ModerationMeasure.ended_at.is_(None))
        .filter_by(kind=kind.value, **about)
        .order_by(ModerationMeasure.id.desc())
        .limit(1)
    )
    measure = work.session.scalars(found).one_or_none()
    return measure if measure is not None and measure.is_in_force else None


def replace(work: Work, actor: Actor, kind: Measure, workshop_id: int, person_id: int, **about: int) -> None:
    """The one before ends when another takes its place."""
    before = in_force(work, workshop_id, kind, person_id=person_id, **about)
    if before is not None:
        end(before, actor)


def end(measure: ModerationMeasure, actor: Actor) -> None:
    measure.ended_at, measure.ended_by_id, measure.ended_by_name = now(), actor.person_id, actor.name


def _held(work: Work, actor: Actor, person_id: int) -> Registration:
    """Everybody who does something about a person holds the workshop first, so that nobody waits in a ring."""
    work.lock(workshop_to_moderate(work, actor))
    registration, _ = target_of(work, actor, person_id)
    work.lock(registration)
    # With the roles that they have now.
    target_of(work, actor, person_id)
    return registration


def _about(registration: Registration) -> dict[str, Any]:
    return {"person_id": registration.person_id, "person_name": registration.person.name}


def _put_in_force(work: Work, registration: Registration) -> None:
    """Every open connection comes back with what its person still may do; their seats in calls are looked at too."""
    work.session.flush()
    person_id, workshop_id = registration.person_id, registration.workshop_id
    work.announce(Eviction(person_id=person_id, workshop_id=workshop_id))
    work.queue("calls.check_seats", workshop_id=workshop_id, person_id=person_id)


def _keep(
    work: Work,
    actor: Actor,
    kind: Measure,
    act: Act,
    about: dict[str, Any],
) -> ModerationMeasure:
    measure = work.add(
        ModerationMeasure(
            workshop_id=actor.workshop_id,
            case_id=act.case_id,
            kind=kind.value,
            reason=act.reason,
            at=now(),
            by_id=actor.known_id,
            by_name=actor.name,
            **about,
        )
    )
    tell_person(work, measure)
    write_down(work, actor, f"moderation.{kind.value}", measure)
    return measure


def write_down(work: Work, actor: Actor, action: str, measure: ModerationMeasure) -> None:
    """Into the trail."""
    where = f"thread {measure.thread_id}" if measure.thread_id else ""
    about = f"{where}, message {measure.seq}" if measure.seq else where
    person = (measure.person_id, measure.person_name) if measure.person_id else None
    details = {"until": measure.until.isoformat(timespec="minutes")} if measure.until else {}
    record(work, actor, action, about, person=person, reason=measure.reason, measure=measure.id, **details)


def _write_to_banned(work: Work, workshop: Workshop, registration: Registration, reason: str) -> None:
    email = registration.person.email
    if not email:
        return
    contact = f"\n\nThe organizers can be reached at {workshop.contact}." if workshop.contact else ""
    text = (
        f"Hello,\n\nyou can no longer take part in {workshop.title}.\n\nReason: {reason}{contact}\n\n"
        "Your account stays yours for other workshops.\n"
    )
    write(work, to=email, subject=f"You can no longer take part in {workshop.name}", text=text)
