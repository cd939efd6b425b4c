"""The steps of which the other actions are made: a new row, a move to another state, the mail to who is let in."""

from collections.abc import Sequence

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.accounts.queries import own_person
from portal.clock import now
from portal.events import Eviction
from portal.mail.actions import write_all
from portal.mail.rules import Letter
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.registrations.rules import State, move
from portal.registrations.rules.form import Form
from portal.registrations.rules.words import accepted_text
from portal.store.work import Work
from portal.workshops.actions import create
from portal.workshops.models import Workshop
from portal.workshops.rules import WorkshopDraft


def register(
    work: Work, workshop_id: int, person_id: int, state: State, *, roles: Sequence[str] = ("attendee",)
) -> Registration:
    """A new place in a workshop."""
    return work.add(
        Registration(
            workshop_id=workshop_id,
            person_id=person_id,
            state=state,
            role_names=[str(role) for role in roles],
            created_at=now(),
            decided_at=now() if state == State.ACCEPTED else None,
        )
    )


def place(work: Work, registration: Registration, wanted: State, *, is_decision: bool = False) -> bool:
    """Move to a state from the newest one; whether that was another."""
    work.lock(registration)
    return step(work, registration, wanted, is_decision=is_decision)


def step(work: Work, registration: Registration, wanted: State, *, is_decision: bool = False) -> bool:
    """The same for a row that is held already; an organizer's decision can be taken back until the next step."""
    present = State(registration.state)
    registration.state = move(present, wanted)
    if present == wanted:
        return False
    _mark(work, registration, present if is_decision else "")
    return True


def step_back(work: Work, registration: Registration, before: State) -> None:
    """Take the last decision back."""
    registration.state = before
    _mark(work, registration, "")


def offer_seat(work: Work, workshop_id: int, form: Form) -> None:
    """A seat may be free: let the first who waits have it, after this change."""
    if form.capacity is not None or form.onsite_capacity is not None:
        work.queue("registrations.promote", workshop_id=workshop_id)


def tell_accepted(work: Work, workshop: Workshop, emails: Sequence[str], base_url: str) -> None:
    """Mail to those who were let in just now."""
    text = accepted_text(workshop.title, f"{base_url}/{workshop.slug}/")
    subject = f"You are registered for {workshop.name}"
    write_all(work, [Letter(email, subject, text) for email in emails if email])


def make_organizer(work: Work, workshop_id: int, person: Person) -> Registration:
    """Let a person in as an organizer, whatever they were before; for those who found a workshop."""
    registration = registration_of(work, workshop_id, person.id)
    if registration is None:
        return register(work, workshop_id, person.id, State.ACCEPTED, roles=(Role.ORGANIZER,))
    registration.state = State.ACCEPTED
    registration.role_names = [role for role in Role if role in {*registration.roles, Role.ORGANIZER}]
    work.announce(Eviction(person_id=person.id, workshop_id=workshop_id))
    return registration


def found(work: Work, actor: Actor, draft: WorkshopDraft) -> Workshop:
    """A new workshop with the actor as its organizer."""
    workshop = create(work, actor, draft)
    make_organizer(work, workshop.id, own_person(work, actor))
    return workshop


def _mark(work: Work, registration: Registration, before: str) -> None:
    registration.state_before = before
    registration.decided_at = now()
    work.announce(Eviction(person_id=registration.person_id, workshop_id=registration.workshop_id))
