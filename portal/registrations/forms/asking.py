"""What somebody sends in who wants to be let in: who they are, how they take part, and their answers."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from portal.accounts.rules import NewPerson, clean_affiliation, clean_name
from portal.doors.fields import Fields
from portal.doors.parse import read_email
from portal.registrations.forms import LONGEST_NOTE
from portal.registrations.rules import Attendance
from portal.registrations.rules.form import (
    LONGEST_CODE,
    LONGEST_LONG,
    LONGEST_SHORT,
    Application,
    Form,
    Kind,
    Question,
    missing_in,
)


def read_asked(
    form: MultiDict[str, str], settings: Form, questions: Sequence[Question]
) -> tuple[NewPerson, Application]:
    """Somebody new with what they send in; raises Invalid with every bad field."""
    fields = Fields(form)
    new = NewPerson(
        name=fields.take("name", lambda: clean_name(form.get("name", "")), ""),
        email=fields.take("email", lambda: read_email(form.get("email", "")), ""),
        affiliation=fields.take("affiliation", lambda: clean_affiliation(form.get("affiliation", "")), ""),
    )
    return new, _application(fields, form, settings, questions, has_agreed=False)


def read_application(
    form: MultiDict[str, str], settings: Form, questions: Sequence[Question], *, has_agreed: bool = False
) -> Application:
    """What somebody sends in who is known; raises Invalid with every bad field."""
    return _application(Fields(form), form, settings, questions, has_agreed=has_agreed)


def given_in(form: MultiDict[str, str], questions: Sequence[Question]) -> dict[str, list[str]]:
    """What a form that is shown again holds for each question, by the name of its field."""
    return {question.name: form.getlist(question.name) for question in questions}


def given_before(
    answers: Mapping[str, str | list[str]], questions: Sequence[Question]
) -> dict[str, list[str]]:
    """The same from the store."""
    given = {question.name: answers.get(str(question.id), "") for question in questions}
    return {name: answer if isinstance(answer, list) else [answer] for name, answer in given.items()}


def _application(
    fields: Fields,
    form: MultiDict[str, str],
    settings: Form,
    questions: Sequence[Question],
    *,
    has_agreed: bool,
) -> Application:
    attendance = form.get("attendance", "")
    answers = {str(one.id): answer for one in questions if (answer := _answer(fields, form, one))}
    application = Application(
        note=fields.text("note", "The note", LONGEST_NOTE),
        attendance=attendance if settings.is_onsite_offered and attendance in {*Attendance} else "",
        answers=answers,
        has_agreed=has_agreed or fields.is_ticked("has_agreed"),
        code=fields.line("code", "The code", LONGEST_CODE).upper(),
    )
    for name, told in missing_in(settings, questions, application).items():
        fields.refuse(name, told)
    fields.check()
    return application


def _answer(fields: Fields, form: MultiDict[str, str], question: Question) -> str | list[str]:
    match question.kind:
        case Kind.SHORT:
            return fields.line(question.name, "This answer", LONGEST_SHORT)
        case Kind.LONG:
            return fields.text(question.name, "This answer", LONGEST_LONG)
        case Kind.SINGLE:
            given = form.get(question.name, "")
            if given and given not in question.options:
                fields.refuse(question.name, f"There is no answer “{given[:40]}” to: {question.text}")
            return given
        case Kind.MULTIPLE:
            return list(fields.choices(question.name, question.options))
        case Kind.CHECKBOX:
            return "yes" if fields.is_ticked(question.name) else ""
