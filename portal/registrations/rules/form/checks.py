"""What a form and an application need, and who may come in by it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from portal.errors import Conflict, Invalid
from portal.registrations.rules import Attendance, State
from portal.registrations.rules.form.drafts import (
    CHOICES,
    LONGEST_OPTION,
    MOST_OPTIONS,
    Application,
    Form,
    Kind,
    Phase,
    Question,
    QuestionDraft,
)


def checked_question(draft: QuestionDraft) -> QuestionDraft:
    """The question as it is kept; raises Invalid with every bad field."""
    wrong = {}
    options = tuple(dict.fromkeys(draft.options)) if draft.kind in CHOICES else ()
    if not draft.text:
        wrong["text"] = "The question is missing."
    if draft.kind in CHOICES and not 2 <= len(options) <= MOST_OPTIONS:
        wrong["options"] = f"A choice needs 2 to {MOST_OPTIONS} different answers, each on a line of its own."
    elif any(len(option) > LONGEST_OPTION for option in options):
        wrong["options"] = f"An answer has {LONGEST_OPTION} characters at most."
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return replace(draft, options=options)


def checked_form(form: Form) -> Form:
    """The settings as they are kept; raises Invalid with every bad field."""
    wrong = {}
    if form.opens_at and form.closes_at and form.closes_at <= form.opens_at:
        wrong["closes_at"] = "It closes before it opens."
    if form.way == "domains" and not form.domains:
        wrong["domains"] = "Name at least one domain, such as example.org."
    if not form.is_onsite_offered:
        form = replace(form, onsite_capacity=None)
    elif form.capacity is not None and (form.onsite_capacity or 0) > form.capacity:
        wrong["onsite_capacity"] = "There are more seats on site than seats in all."
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return form


def missing_in(form: Form, questions: Sequence[Question], application: Application) -> dict[str, str]:
    """What the form needs and the application does not have, by field."""
    wrong = {}
    if form.is_onsite_offered and application.attendance not in {*Attendance}:
        wrong["attendance"] = "Choose whether you come or take part online."
    for question in questions:
        if question.is_required and not application.answers.get(str(question.id)):
            told = "Please tick" if question.kind == Kind.CHECKBOX else "Please answer"
            wrong[question.name] = f"{told}: {question.text}"
    if form.consent and not application.has_agreed:
        wrong["has_agreed"] = "Please read the text and agree to it."
    return wrong


def check_complete(form: Form, questions: Sequence[Question], application: Application) -> None:
    """Raises Invalid with everything that is missing."""
    wrong = missing_in(form, questions, application)
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)


def is_of_domain(email: str, domains: Iterable[str]) -> bool:
    """Whether an address lies in one of the domains or below it."""
    host = email.rpartition("@")[2].casefold()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def check_phase(form: Form, at: datetime) -> None:
    """Raises Conflict when nobody can register now."""
    match form.phase(at):
        case Phase.CLOSED:
            raise Conflict("Registration for this workshop is closed; its organizers can still add you.")
        case Phase.AHEAD:
            raise Conflict("Registration has not opened yet.")
        case Phase.OVER:
            raise Conflict("Registration has closed; the organizers can still add you.")
        case Phase.OPEN:
            return


def check_domain(form: Form, emails: Iterable[str]) -> None:
    """Raises Invalid when the form lets in addresses of certain domains only, and none of these is one."""
    if form.way == "domains" and not any(is_of_domain(email, form.domains) for email in emails):
        told = f"Registration is for addresses of {', '.join(form.domains)}."
        raise Invalid(told, fields={"email": told})


def first_state(way: str, *, is_let_in: bool = False) -> State:
    """Where somebody starts who may register now; `is_let_in` by an invitation or a code.

    Raises Conflict where one is needed.
    """
    if is_let_in or way in {"open", "domains"}:
        return State.ACCEPTED
    match way:
        case "approval":
            return State.REQUESTED
        case "code":
            raise Invalid(
                "This code does not work.", fields={"code": "Please give the code that you were sent."}
            )
        case "invitation":
            raise Conflict("Registration is by invitation only; please write to the organizers.")
        case _:
            raise Conflict("Registration for this workshop is closed; its organizers can still add you.")
