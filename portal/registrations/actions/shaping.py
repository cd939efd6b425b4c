"""An organizer shapes the form: its settings, its questions in order, and its codes."""

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, Invalid
from portal.registrations.actions.placing import offer_seat
from portal.registrations.models import RegistrationCode, RegistrationForm, RegistrationQuestion
from portal.registrations.queries import workshop_to_manage
from portal.registrations.queries.form import (
    code_to_manage,
    code_with,
    codes_of,
    form_of,
    question_rows,
    question_to_shape,
)
from portal.registrations.rules.form import (
    MOST_CODES,
    MOST_QUESTIONS,
    CodeDraft,
    Form,
    QuestionDraft,
    checked_form,
    checked_question,
)
from portal.store.work import Work

SETTINGS = (
    *("opens_at", "closes_at", "capacity", "onsite_capacity", "is_onsite_offered"),
    *("is_waitlist_on", "intro", "consent"),
)


def shape(work: Work, actor: Actor, form: Form) -> None:
    """Set how people register. New seats go to those who wait for them."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    form, before = checked_form(form), form_of(work, workshop)
    row = work.session.get(RegistrationForm, workshop.id) or work.add(
        RegistrationForm(workshop_id=workshop.id)
    )
    for name in SETTINGS:
        setattr(row, name, getattr(form, name))
    row.domains = list(form.domains)
    workshop.registration = form.way
    changed = [name for name in ("way", *SETTINGS, "domains") if getattr(form, name) != getattr(before, name)]
    if changed:
        record(work, actor, "registrations.shape", "the registration form", changed=", ".join(changed))
    work.session.flush()
    # A limit that is gone lets everybody in who waited for it; the list itself is asked with the old one.
    offer_seat(work, workshop.id, before)
    offer_seat(work, workshop.id, form)


def add_question(work: Work, actor: Actor, draft: QuestionDraft) -> RegistrationQuestion:
    """Put a question at the end."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    draft, rows = checked_question(draft), question_rows(work, workshop.id)
    if len([row for row in rows if row.removed_at is None]) >= MOST_QUESTIONS:
        raise Conflict(f"A form has {MOST_QUESTIONS} questions at most.")
    position = max((row.position for row in rows), default=0) + 1
    row = RegistrationQuestion(workshop_id=workshop.id, position=position)
    _write(row, draft)
    record(work, actor, "registrations.add-question", draft.text)
    return work.add(row)


def change_question(work: Work, actor: Actor, question_id: int, draft: QuestionDraft) -> None:
    """Ask it in other words; answers that were given stay as they were given."""
    row = question_to_shape(work, actor, question_id)
    work.lock(row)
    _write(row, checked_question(draft))
    record(work, actor, "registrations.change-question", draft.text)


def remove_question(
    work: Work, actor: Actor, question_id: int, *, is_removed: bool = True
) -> RegistrationQuestion:
    """Ask it no longer, or again; organizers still read the answers."""
    row = question_to_shape(work, actor, question_id)
    work.lock(row)
    if (row.removed_at is not None) != is_removed:
        row.removed_at = now() if is_removed else None
        verb = "remove" if is_removed else "restore"
        record(work, actor, f"registrations.{verb}-question", row.text)
    return row


def move_question(work: Work, actor: Actor, question_id: int, *, is_up: bool) -> None:
    """Let a question change places with the one before or after it; at the end of the list nothing happens."""
    question = question_to_shape(work, actor, question_id)
    work.lock(workshop_to_manage(work, actor))
    ordered = [row for row in question_rows(work, question.workshop_id) if row.removed_at is None]
    if question not in ordered:
        return
    here = ordered.index(question)
    there = here - 1 if is_up else here + 1
    if 0 <= there < len(ordered):
        ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, one in enumerate(ordered, start=1):
        one.position = position
    work.session.flush()


def add_code(work: Work, actor: Actor, draft: CodeDraft) -> RegistrationCode:
    """Make a code; raises Invalid when there is one with this word."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    if code_with(work, workshop.id, draft.code) is not None:
        told = "There is a code with this word already."
        raise Invalid(told, fields={"code": told})
    if len(codes_of(work, workshop.id)) >= MOST_CODES:
        raise Conflict(f"A form has {MOST_CODES} codes at most.")
    record(work, actor, "registrations.add-code", f"the code {draft.code}", roles=", ".join(draft.roles))
    return work.add(
        RegistrationCode(
            workshop_id=workshop.id,
            code=draft.code.upper(),
            uses_left=draft.uses,
            role_names=list(draft.roles),
            created_at=now(),
        )
    )


def remove_code(work: Work, actor: Actor, code_id: int) -> str:
    """Let a code work no longer; who came in by it stays. The code."""
    row = code_to_manage(work, actor, code_id)
    record(work, actor, "registrations.remove-code", f"the code {row.code}")
    work.session.delete(row)
    work.session.flush()
    return row.code


def _write(row: RegistrationQuestion, draft: QuestionDraft) -> None:
    row.kind, row.text, row.help = draft.kind, draft.text, draft.help
    row.options, row.is_required = list(draft.options), draft.is_required
