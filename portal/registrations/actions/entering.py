"""The steps of who asks: by which way they come in, the code that they use up, and what they said."""

from portal.access import Role
from portal.accounts.models import Person
from portal.clock import now
from portal.errors import Invalid
from portal.registrations.models import Registration, RegistrationCode
from portal.registrations.queries.form import code_with, proven_emails, seats_of
from portal.registrations.rules import State
from portal.registrations.rules.form import Application, Form, check_domain, check_phase, first_state, seated
from portal.store.work import Work


def way_in(
    work: Work, person: Person, form: Form, registration: Registration, sent: Application
) -> tuple[State, RegistrationCode | None]:
    """Where somebody starts, and the code that they use up for it."""
    workshop_id, code = registration.workshop_id, None
    has_used_code = registration.state == State.WITHDRAWN and registration.code != ""
    if not registration.is_invited:
        check_phase(form, now())
        code = None if has_used_code else usable_code(work, workshop_id, sent.code)
        if code is None:
            check_domain(form, proven_emails(person))
    state = first_state(form.way, is_let_in=registration.is_invited or has_used_code or code is not None)
    return seated(state, seats_of(work, workshop_id, form), sent.attendance), code


def usable_code(work: Work, workshop_id: int, word: str) -> RegistrationCode | None:
    """Raises Invalid for a code that nobody made or that is used up, with the same words."""
    code = code_with(work, workshop_id, word)
    if word and (code is None or code.uses_left == 0):
        told = "This code does not work. It may be mistyped or used up."
        raise Invalid(told, fields={"code": told})
    return code


def use(registration: Registration, code: RegistrationCode) -> None:
    """One use less, and its roles for who came in by it."""
    registration.code = code.code
    if code.uses_left is not None:
        code.uses_left -= 1
    if registration.state in {State.ACCEPTED, State.WAITLISTED}:
        registration.role_names = [
            role.value for role in Role if role in {*registration.role_names, *code.role_names}
        ]


def kept(registration: Registration | None) -> Application:
    """What was typed before the address was proven."""
    if registration is None:
        return Application()
    return Application(
        registration.note,
        registration.attendance,
        registration.answers,
        registration.consented_at is not None,
        registration.code if registration.state == State.UNCONFIRMED else "",
    )


def keep(registration: Registration, sent: Application) -> None:
    """What somebody sent in; an agreement counts from when it was first given."""
    registration.note = sent.note
    registration.attendance = sent.attendance
    registration.answers = dict(sent.answers)
    if sent.has_agreed:
        registration.consented_at = registration.consented_at or now()
