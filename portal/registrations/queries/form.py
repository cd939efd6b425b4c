"""The form of a workshop, its questions and codes, and how many seats are left."""

from collections.abc import Sequence

from sqlalchemy import func, select

from portal.access import Actor
from portal.accounts.models import Person
from portal.errors import NotFound
from portal.registrations.models import (
    Registration,
    RegistrationCode,
    RegistrationForm,
    RegistrationQuestion,
)
from portal.registrations.queries import workshop_to_manage
from portal.registrations.rules import Attendance, State
from portal.registrations.rules.form import Form, Kind, Question, Seats
from portal.store.work import Work
from portal.workshops.models import Workshop


def form_of(work: Work, workshop: Workshop) -> Form:
    """What the organizers set, or the plain form."""
    row = work.session.get(RegistrationForm, workshop.id)
    if row is None:
        return Form(way=workshop.registration)
    return Form(
        way=workshop.registration,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        capacity=row.capacity,
        onsite_capacity=row.onsite_capacity,
        is_onsite_offered=row.is_onsite_offered,
        is_waitlist_on=row.is_waitlist_on,
        intro=row.intro,
        consent=row.consent,
        domains=tuple(row.domains),
    )


def questions_of(work: Work, workshop_id: int) -> list[Question]:
    """What the form asks, in order."""
    return [question_value(row) for row in question_rows(work, workshop_id) if row.removed_at is None]


def question_value(row: RegistrationQuestion) -> Question:
    return Question(Kind(row.kind), row.text, row.help, tuple(row.options), row.is_required, row.id)


def question_rows(work: Work, workshop_id: int) -> list[RegistrationQuestion]:
    """Every question that was ever asked, in order."""
    found = (
        select(RegistrationQuestion)
        .where(RegistrationQuestion.workshop_id == workshop_id)
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    return list(work.session.scalars(found))


def question_to_shape(work: Work, actor: Actor, question_id: int) -> RegistrationQuestion:
    """A question of this workshop, for its organizers."""
    workshop_to_manage(work, actor)
    return work.get_in(actor.workshop_id, RegistrationQuestion, question_id)


def answers_of(work: Work, registration: Registration) -> list[tuple[str, str]]:
    """Each question that the person answered, removed ones too, with the answer in words."""
    told = []
    for row in question_rows(work, registration.workshop_id):
        answer = registration.answers.get(str(row.id))
        if answer:
            told.append((row.text, ", ".join(answer) if isinstance(answer, list) else str(answer)))
    return told


def codes_of(work: Work, workshop_id: int) -> list[RegistrationCode]:
    """The codes, the newest first."""
    found = select(RegistrationCode).where(RegistrationCode.workshop_id == workshop_id)
    return list(work.session.scalars(found.order_by(RegistrationCode.id.desc())))


def code_with(work: Work, workshop_id: int, code: str) -> RegistrationCode | None:
    """The code with this word, in any case, however often it was used."""
    found = select(RegistrationCode).where(
        RegistrationCode.workshop_id == workshop_id, RegistrationCode.code == code.upper()
    )
    return work.session.scalars(found).one_or_none() if code else None


def has_codes(work: Work, workshop_id: int) -> bool:
    found = select(RegistrationCode.id).where(RegistrationCode.workshop_id == workshop_id).limit(1)
    return work.session.scalar(found) is not None


def seats_of(work: Work, workshop_id: int, form: Form) -> Seats:
    """How full it is; a fact only while the workshop is locked."""
    counted = (
        select(Registration.state, Registration.attendance, func.count())
        .where(
            Registration.workshop_id == workshop_id,
            Registration.state.in_([State.ACCEPTED, State.WAITLISTED]),
        )
        .group_by(Registration.state, Registration.attendance)
    )
    rows = work.session.execute(counted).all()
    accepted = {attendance: number for state, attendance, number in rows if state == State.ACCEPTED}
    return Seats(
        form,
        taken=sum(accepted.values()),
        taken_onsite=accepted.get(Attendance.ONSITE, 0),
        waiting=frozenset(attendance for state, attendance, _ in rows if state == State.WAITLISTED),
    )


def waiting_list(work: Work, workshop_id: int) -> Sequence[Registration]:
    """Who waits for a seat, the first one first."""
    found = (
        select(Registration)
        .where(Registration.workshop_id == workshop_id, Registration.state == State.WAITLISTED)
        .order_by(func.coalesce(Registration.decided_at, Registration.created_at), Registration.id)
    )
    return work.session.scalars(found).all()


def place_in_line(work: Work, registration: Registration) -> int:
    """Which place on the waiting list this is, from 1; 0 for who does not wait."""
    ids = [one.id for one in waiting_list(work, registration.workshop_id)]
    return ids.index(registration.id) + 1 if registration.id in ids else 0


def proven_emails(person: Person) -> list[str]:
    """The addresses of somebody who is signed in: each counts only after a link that was mailed to it."""
    return [address.email for address in person.addresses]


def code_to_manage(work: Work, actor: Actor, code_id: int) -> RegistrationCode:
    """One code of this workshop, for its organizers."""
    workshop = workshop_to_manage(work, actor)
    row = work.session.get(RegistrationCode, code_id)
    if row is None or row.workshop_id != workshop.id:
        raise NotFound
    return row
