"""What the templates of the form need, for whoever looks at it."""

from typing import Any

from flask import g, request

from portal.clock import now
from portal.registrations.forms.asking import given_before, given_in
from portal.registrations.models import Registration
from portal.registrations.queries.form import (
    answers_of,
    form_of,
    has_codes,
    place_in_line,
    questions_of,
    seats_of,
)
from portal.registrations.rules import State
from portal.registrations.rules.form import door_of
from portal.store.work import Work
from portal.workshops.models import Workshop


def form_context(work: Work, workshop: Workshop, own: Registration | None) -> dict[str, Any]:
    """The form as it stands now, and what the person said before."""
    form, questions = form_of(work, workshop), questions_of(work, workshop.id)
    seats = seats_of(work, workshop.id, form)
    is_invited = own is not None and own.is_invited
    given = given_before(own.answers if own else {}, questions)
    is_waiting = own is not None and own.state == State.WAITLISTED
    return {
        "form": form,
        "questions": questions,
        "seats": seats,
        "door": door_of(seats, now(), is_invited=is_invited),
        "is_code_asked": not is_invited and (form.way == "code" or has_codes(work, workshop.id)),
        "given": given_in(request.form, questions) if "refusal" in g else given,
        "answers": answers_of(work, own) if own else [],
        "in_line": place_in_line(work, own) if own and is_waiting else 0,
        "is_preview": False,
    }
