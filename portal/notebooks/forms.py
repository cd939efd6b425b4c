"""What somebody writes into their notebook."""

from collections.abc import Mapping

from portal.doors.fields import Fields
from portal.notebooks.rules import LONGEST_NOTE


def read_note(form: Mapping[str, str]) -> str:
    """Raises Invalid when it is too long."""
    fields = Fields(form)
    note = fields.text("note", "The note", LONGEST_NOTE)
    fields.check()
    return note
