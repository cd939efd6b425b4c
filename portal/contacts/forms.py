"""What people press and type when they meet, read."""

from collections.abc import Mapping

from portal.contacts.rules import ANSWERS, State, clean_note
from portal.doors.fields import Fields


def read_note(form: Mapping[str, str]) -> str:
    """What goes with a hello; raises Invalid."""
    return clean_note(form.get("note", ""))


def read_answer(form: Mapping[str, str]) -> State:
    """Accepted, later or declined; raises Invalid."""
    fields = Fields(form)
    given = fields.choice("answer", "The answer", [one.value for one in ANSWERS], State.LATER.value)
    fields.check()
    return State(given)


def read_email(form: Mapping[str, str]) -> str:
    """The address on a card, "" for none."""
    return form.get("email", "").strip()[:254]
