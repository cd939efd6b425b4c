"""Organizers decide who is let in, and as what; the waiting list goes on by itself."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor
from portal.accounts.models import Person
from portal.audit.actions import record
from portal.events import Eviction
from portal.mail.actions import write
from portal.registrations.actions.placing import offer_seat, place, step, step_back, tell_accepted
from portal.registrations.models import Registration
from portal.registrations.queries import organizer_count, registration_to_manage, workshop_to_manage
from portal.registrations.queries.form import form_of, seats_of, waiting_list
from portal.registrations.rules import IN_WORDS, State, keep_an_organizer, state_after_undo
from portal.registrations.rules.form import check_room
from portal.registrations.rules.words import promoted_text
from portal.store.work import Work
from portal.workshops.models import Workshop

DEEDS = {
    State.ACCEPTED: "registrations.accept",
    State.DECLINED: "registrations.decline",
    State.WAITLISTED: "registrations.waitlist",
}


def decide(work: Work, actor: Actor, registration_id: int, state: State, *, base_url: str) -> Registration:
    """Accept, decline or put on the waiting list; the same decision twice is one. Who is accepted gets a mail.

    Raises Conflict when no seat is left.
    """
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    registration = registration_to_manage(work, actor, registration_id)
    work.lock(registration)
    before, form = organizer_count(work, workshop.id), form_of(work, workshop)
    if state == State.ACCEPTED != registration.state:
        check_room(seats_of(work, workshop.id, form), registration.attendance)
    was = State(registration.state)
    if step(work, registration, state, is_decision=True):
        _record(work, actor, DEEDS[state], registration, was=IN_WORDS[was])
        if state == State.ACCEPTED:
            tell_accepted(work, workshop, [registration.person.email], base_url)
        elif was == State.ACCEPTED:
            offer_seat(work, workshop.id, form)
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, workshop.id))
    return registration


def undo(work: Work, actor: Actor, registration_id: int) -> Registration:
    """Take the last decision about somebody back; a mail that has gone out has gone out.

    Raises Conflict when there is none, or when the seat is somebody else's now.
    """
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    registration = registration_to_manage(work, actor, registration_id)
    work.lock(registration)
    before, form = organizer_count(work, workshop.id), form_of(work, workshop)
    was, back = State(registration.state), state_after_undo(registration.state_before)
    if back == State.ACCEPTED:
        check_room(seats_of(work, workshop.id, form), registration.attendance)
    step_back(work, registration, back)
    _record(work, actor, "registrations.undo", registration, was=IN_WORDS[was], now=IN_WORDS[back])
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, workshop.id))
    if was == State.ACCEPTED:
        offer_seat(work, workshop.id, form)
    return registration


def accept_all(work: Work, actor: Actor, *, base_url: str) -> int:
    """Accept everybody who waits for a decision, in the order of asking, while there are seats; how many that were."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    waiting = (
        select(Registration)
        .options(joinedload(Registration.person).selectinload(Person.addresses))
        .where(Registration.workshop_id == workshop.id, Registration.state == State.REQUESTED)
        .order_by(Registration.created_at, Registration.id)
    )
    seats, accepted = seats_of(work, workshop.id, form_of(work, workshop)), []
    for registration in work.session.scalars(waiting, execution_options={"populate_existing": True}):
        if seats.has_room(registration.attendance):
            step(work, registration, State.ACCEPTED, is_decision=True)
            seats = seats.with_one(registration.attendance)
            accepted.append(registration)
    for registration in accepted:
        _record(work, actor, "registrations.accept", registration, was=IN_WORDS[State.REQUESTED])
    tell_accepted(work, workshop, [one.person.email for one in accepted], base_url)
    return len(accepted)


def promote(work: Work, workshop_id: int, *, base_url: str) -> int:
    """Give every free seat to the first on the waiting list who can take it, with a mail; how many that were."""
    workshop = work.get(Workshop, workshop_id)
    work.lock(workshop)
    seats, promoted = seats_of(work, workshop.id, form_of(work, workshop)), 0
    for registration in waiting_list(work, workshop.id):
        if not seats.has_room(registration.attendance):
            continue
        place(work, registration, State.ACCEPTED)
        seats = seats.with_one(registration.attendance)
        promoted += 1
        if registration.person.email:
            text = promoted_text(workshop.title, f"{base_url}/{workshop.slug}/")
            subject = f"A seat at {workshop.name} is yours"
            write(work, to=registration.person.email, subject=subject, text=text)
    return promoted


def set_roles(work: Work, actor: Actor, registration_id: int, roles: Sequence[str]) -> Registration:
    """Give a person exactly these roles. Raises Conflict when the last organizer would be gone."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    registration = registration_to_manage(work, actor, registration_id)
    work.lock(registration)
    before = organizer_count(work, workshop.id)
    if list(roles) != registration.role_names:
        _record(
            work,
            actor,
            "registrations.set-roles",
            registration,
            was=", ".join(registration.role_names),
            now=", ".join(roles),
        )
        registration.role_names = list(roles)
        work.announce(Eviction(person_id=registration.person_id, workshop_id=workshop.id))
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, workshop.id))
    return registration


def _record(work: Work, actor: Actor, action: str, registration: Registration, **details: str) -> None:
    person = registration.person
    record(work, actor, action, "a registration", person=(person.id, person.name), **details)
