"""People ask to be let in, change what they said, and leave."""

from dataclasses import asdict

from portal.access import Actor, Permission, Role, require
from portal.accounts.actions import find_or_add, make_link
from portal.accounts.models import Person
from portal.accounts.queries import own_person
from portal.accounts.rules import NewPerson
from portal.clock import now
from portal.errors import Conflict, Invalid
from portal.mail.actions import write
from portal.registrations.actions.placing import offer_seat, register, step
from portal.registrations.models import Registration, RegistrationCode
from portal.registrations.queries import organizer_count, own_registration, registration_of
from portal.registrations.queries.form import code_with, form_of, proven_emails, questions_of, seats_of
from portal.registrations.rules import BEGINNINGS, Attendance, State, keep_an_organizer
from portal.registrations.rules.form import (
    Application,
    Form,
    check_complete,
    check_domain,
    check_phase,
    first_state,
    seated,
)
from portal.registrations.rules.words import confirmation_text
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see

NOTHING = Application()
CHANGEABLE = frozenset({State.REQUESTED, State.ACCEPTED, State.WAITLISTED})


def ask_by_mail(work: Work, actor: Actor, new: NewPerson, application: Application = NOTHING) -> None:
    """Let somebody who is not signed in ask to be let in; a mail to the address decides whether it is theirs.

    Whether the address is known is asked by the job alone, so that the answer takes the same time either way.
    """
    workshop = workshop_to_see(work, actor)
    form = form_of(work, workshop)
    code = _usable_code(work, workshop.id, application.code)
    check_phase(form, now())
    if code is None:
        check_domain(form, [new.email])
    state = first_state(form.way, is_let_in=code is not None)
    seated(state, seats_of(work, workshop.id, form), application.attendance)
    work.queue(
        "registrations.begin",
        workshop_id=workshop.id,
        name=new.name,
        email=new.email,
        affiliation=new.affiliation,
        application=asdict(application),
    )


def begin(
    work: Work, workshop_id: int, new: NewPerson, application: Application, *, base_url: str, minutes: int
) -> None:
    """Keep what was typed, seen by nobody, and mail a link that confirms it.

    For somebody who is registered already nothing is changed: the owner of the address gets the same link.
    """
    workshop = work.get(Workshop, workshop_id)
    person = find_or_add(work, new)
    registration = registration_of(work, workshop.id, person.id)
    if registration is None:
        registration = register(work, workshop.id, person.id, State.UNCONFIRMED)
    if registration.state == State.UNCONFIRMED:
        _keep(registration, application)
        registration.code = application.code
    link = f"{base_url}/{workshop.slug}/register/confirm/{make_link(work, person, minutes)}"
    text = confirmation_text(workshop.title, link, minutes)
    write(work, to=new.email, subject=f"Your registration for {workshop.name}", text=text)


def ask(work: Work, actor: Actor, application: Application | None = None) -> Registration:
    """Ask to be let in, or be let in where everybody is; asking twice is the same as once.

    Without an application the one that was kept counts. Raises Conflict where registration is closed, full, or was
    declined, and Invalid when the form is not complete.
    """
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.REGISTER, workshop)
    # Held from here on: of two who want the last seat, one sees that the other has it.
    work.lock(workshop)
    person = own_person(work, actor)
    work.lock(person)
    registration = own_registration(work, actor)
    if registration is not None:
        # An organizer may be deciding at this moment; what they decide is not undone by asking.
        work.lock(registration)
        if registration.state in {State.DECLINED, State.BANNED}:
            raise Conflict("The organizers have declined this registration; please write to them.")
        if registration.state not in BEGINNINGS:
            return registration
    form = form_of(work, workshop)
    sent = application or _kept(registration)
    check_complete(form, questions_of(work, workshop.id), sent)
    place = registration or Registration(
        workshop_id=workshop.id, person_id=person.id, state=State.UNCONFIRMED, code=""
    )
    state, code = _way_in(work, person, form, place, sent)
    if registration is None:
        place = register(work, workshop.id, person.id, state)
    else:
        step(work, place, state)
    _keep(place, sent)
    if code is not None:
        _use(place, code)
    return place


def confirm(work: Work, actor: Actor) -> str:
    """Let the registration be seen whose address is proven now; one that is seen already stays as it is.

    When it cannot be, what was typed stays where it is; the reason, for the person to read.
    """
    registration = own_registration(work, actor)
    if registration is not None and registration.state != State.UNCONFIRMED:
        return ""
    try:
        ask(work, actor)
    except (Conflict, Invalid) as refusal:
        return refusal.message
    return ""


def change_own(work: Work, actor: Actor, application: Application) -> Registration:
    """Change one's answers, the note and whether one comes; raises Conflict when there is no seat on site."""
    workshop = workshop_to_see(work, actor)
    work.lock(workshop)
    registration = own_registration(work, actor)
    if registration is None or registration.state not in CHANGEABLE:
        raise Conflict("There is no registration to change.")
    work.lock(registration)
    form = form_of(work, workshop)
    is_agreed = application.has_agreed or registration.consented_at is not None
    sent = Application(application.note, application.attendance, application.answers, is_agreed)
    check_complete(form, questions_of(work, workshop.id), sent)
    if sent.attendance != registration.attendance:
        is_to_come = sent.attendance == Attendance.ONSITE
        if registration.is_accepted and is_to_come and seats_of(work, workshop.id, form).is_onsite_full:
            told = "All seats on site are taken, so you stay online."
            raise Invalid(told, fields={"attendance": told})
        offer_seat(work, workshop.id, form)
    _keep(registration, sent)
    return registration


def withdraw(work: Work, actor: Actor) -> None:
    """Take one's own registration back, or say no to an invitation."""
    workshop = workshop_to_see(work, actor)
    work.lock(workshop)
    registration = own_registration(work, actor)
    if registration is None or registration.state == State.UNCONFIRMED:
        raise Conflict("There is no registration to take back.")
    before = organizer_count(work, registration.workshop_id)
    work.lock(registration)
    step(work, registration, State.WITHDRAWN)
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, registration.workshop_id))
    offer_seat(work, workshop.id, form_of(work, workshop))


def _way_in(
    work: Work, person: Person, form: Form, registration: Registration, sent: Application
) -> tuple[State, RegistrationCode | None]:
    """Where somebody starts, and the code that they use up for it."""
    workshop_id, code = registration.workshop_id, None
    has_used_code = registration.state == State.WITHDRAWN and registration.code != ""
    if not registration.is_invited:
        check_phase(form, now())
        code = None if has_used_code else _usable_code(work, workshop_id, sent.code)
        if code is None:
            check_domain(form, proven_emails(person))
    state = first_state(form.way, is_let_in=registration.is_invited or has_used_code or code is not None)
    return seated(state, seats_of(work, workshop_id, form), sent.attendance), code


def _usable_code(work: Work, workshop_id: int, word: str) -> RegistrationCode | None:
    """Raises Invalid for a code that nobody made or that is used up, with the same words."""
    code = code_with(work, workshop_id, word)
    if word and (code is None or code.uses_left == 0):
        told = "This code does not work. It may be mistyped or used up."
        raise Invalid(told, fields={"code": told})
    return code


def _use(registration: Registration, code: RegistrationCode) -> None:
    registration.code = code.code
    if code.uses_left is not None:
        code.uses_left -= 1
    if registration.state in {State.ACCEPTED, State.WAITLISTED}:
        registration.role_names = [
            role.value for role in Role if role in {*registration.role_names, *code.role_names}
        ]


def _kept(registration: Registration | None) -> Application:
    """What was typed before the address was proven."""
    if registration is None:
        return NOTHING
    return Application(
        registration.note,
        registration.attendance,
        registration.answers,
        registration.consented_at is not None,
        registration.code if registration.state == State.UNCONFIRMED else "",
    )


def _keep(registration: Registration, sent: Application) -> None:
    registration.note = sent.note
    registration.attendance = sent.attendance
    registration.answers = dict(sent.answers)
    if sent.has_agreed:
        registration.consented_at = registration.consented_at or now()
