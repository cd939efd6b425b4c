"""Registrations, changed: asked for by people, decided by organizers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, Role, require
from portal.accounts.actions import find_or_add, make_link
from portal.accounts.models import Person
from portal.accounts.queries import own_person
from portal.accounts.rules import NewPerson
from portal.clock import now
from portal.errors import Conflict
from portal.events import Eviction
from portal.mail.actions import write, write_all
from portal.mail.rules import Letter
from portal.registrations.models import Registration
from portal.registrations.queries import (
    organizer_count,
    own_registration,
    registration_of,
    registration_to_manage,
    workshop_to_manage,
)
from portal.registrations.rules import BEGINNINGS, State, first_state, keep_an_organizer, move
from portal.registrations.rules.words import accepted_text, confirmation_text
from portal.store.work import Work
from portal.workshops.actions import create
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see
from portal.workshops.rules import WorkshopDraft


def ask_by_mail(work: Work, actor: Actor, new: NewPerson, note: str) -> None:
    """Let somebody who is not signed in ask to be let in; a mail to the address decides whether it is theirs.

    Whether the address is known is asked by the job alone, so that the answer takes the same time either way.
    """
    workshop = workshop_to_see(work, actor)
    first_state(workshop.registration)
    work.queue(
        "registrations.begin",
        workshop_id=workshop.id,
        name=new.name,
        email=new.email,
        affiliation=new.affiliation,
        note=note,
    )


def begin(work: Work, workshop_id: int, new: NewPerson, note: str, *, base_url: str, minutes: int) -> None:
    """Keep what was typed, seen by nobody, and mail a link that confirms it.

    For an address that is known already nothing is changed: its owner gets the same link.
    """
    workshop = work.get(Workshop, workshop_id)
    person = find_or_add(work, new)
    if registration_of(work, workshop.id, person.id) is None:
        _register(work, workshop.id, person.id, State.UNCONFIRMED, note=note)
    link = f"{base_url}/{workshop.slug}/register/confirm/{make_link(work, person, minutes)}"
    text = confirmation_text(workshop.title, link, minutes)
    subject = f"Your registration for {workshop.name}"
    write(work, to=new.email, subject=subject, text=text, workshop_id=workshop.id)


def ask(work: Work, actor: Actor, note: str | None = None) -> Registration:
    """Ask to be let in, or be let in where everybody is; asking twice is the same as once.

    Without a note an earlier one stays. Raises Conflict where registration is closed or was declined.
    """
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.REGISTER, workshop)
    work.lock(own_person(work, actor))
    registration = own_registration(work, actor)
    if registration is None:
        return _register(
            work, workshop.id, actor.known_id, first_state(workshop.registration), note=note or ""
        )
    # An organizer may be deciding at this moment; what they decide is not undone by asking.
    work.lock(registration)
    if registration.state == State.DECLINED:
        raise Conflict("The organizers have declined this registration; please write to them.")
    if registration.state in BEGINNINGS:
        _move(work, registration, first_state(workshop.registration))
        registration.note = registration.note if note is None else note
    return registration


def confirm(work: Work, actor: Actor) -> None:
    """Let the registration be seen whose address is proven now; one that is seen already stays as it is."""
    registration = own_registration(work, actor)
    if registration is None or registration.state == State.UNCONFIRMED:
        ask(work, actor)


def withdraw(work: Work, actor: Actor) -> None:
    """Take one's own registration back."""
    work.lock(workshop_to_see(work, actor))
    registration = own_registration(work, actor)
    if registration is None or registration.state == State.UNCONFIRMED:
        raise Conflict("There is no registration to take back.")
    before = organizer_count(work, registration.workshop_id)
    _place(work, registration, State.WITHDRAWN)
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, registration.workshop_id))


def decide(work: Work, actor: Actor, registration_id: int, state: State, *, base_url: str) -> Registration:
    """Accept or decline; the same decision twice is one. Who is accepted gets a mail about it."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    registration = registration_to_manage(work, actor, registration_id)
    before = organizer_count(work, workshop.id)
    if _place(work, registration, state) and state == State.ACCEPTED:
        tell_accepted(work, workshop, [registration.person.email], base_url)
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, workshop.id))
    return registration


def accept_all(work: Work, actor: Actor, *, base_url: str) -> int:
    """Accept everybody who waits; how many that were."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    waiting = (
        select(Registration)
        .options(joinedload(Registration.person).selectinload(Person.addresses))
        .where(Registration.workshop_id == workshop.id, Registration.state == State.REQUESTED)
    )
    registrations = list(work.session.scalars(waiting, execution_options={"populate_existing": True}))
    for registration in registrations:
        _move(work, registration, State.ACCEPTED)
    tell_accepted(work, workshop, [one.person.email for one in registrations], base_url)
    return len(registrations)


def set_roles(work: Work, actor: Actor, registration_id: int, roles: Sequence[str]) -> Registration:
    """Give a person exactly these roles. Raises Conflict when the last organizer would be gone."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    registration = registration_to_manage(work, actor, registration_id)
    work.lock(registration)
    before = organizer_count(work, workshop.id)
    if list(roles) != registration.role_names:
        registration.role_names = list(roles)
        work.announce(Eviction(person_id=registration.person_id, workshop_id=workshop.id))
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, workshop.id))
    return registration


def make_organizer(work: Work, workshop_id: int, person: Person) -> Registration:
    """Let a person in as an organizer, whatever they were before; for those who found a workshop."""
    registration = registration_of(work, workshop_id, person.id)
    if registration is None:
        return _register(work, workshop_id, person.id, State.ACCEPTED, roles=(Role.ORGANIZER,))
    registration.state = State.ACCEPTED
    registration.role_names = [role for role in Role if role in {*registration.roles, Role.ORGANIZER}]
    work.announce(Eviction(person_id=person.id, workshop_id=workshop_id))
    return registration


def found(work: Work, actor: Actor, draft: WorkshopDraft) -> Workshop:
    """A new workshop with the actor as its organizer."""
    workshop = create(work, actor, draft)
    make_organizer(work, workshop.id, own_person(work, actor))
    return workshop


def tell_accepted(work: Work, workshop: Workshop, emails: Sequence[str], base_url: str) -> None:
    """Mail to those who were let in just now."""
    text = accepted_text(workshop.title, f"{base_url}/{workshop.slug}/")
    subject = f"You are registered for {workshop.name}"
    write_all(work, [Letter(email, subject, text) for email in emails if email], workshop.id)


def _register(
    work: Work,
    workshop_id: int,
    person_id: int,
    state: State,
    *,
    note: str = "",
    roles: Sequence[str] = ("attendee",),
) -> Registration:
    return work.add(
        Registration(
            workshop_id=workshop_id,
            person_id=person_id,
            state=state,
            role_names=[str(role) for role in roles],
            note=note,
            created_at=now(),
            decided_at=now() if state == State.ACCEPTED else None,
        )
    )


def _place(work: Work, registration: Registration, wanted: State) -> bool:
    """Move to a state from the newest one; whether that was another."""
    work.lock(registration)
    return _move(work, registration, wanted)


def _move(work: Work, registration: Registration, wanted: State) -> bool:
    present = State(registration.state)
    registration.state = move(present, wanted)
    if present == wanted:
        return False
    registration.decided_at = now()
    work.announce(Eviction(person_id=registration.person_id, workshop_id=registration.workshop_id))
    return True
