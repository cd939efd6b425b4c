"""The form that begins a rehearsal."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from portal.clock import instant_in, now
from portal.doors.fields import Fields
from portal.doors.parse import read_email
from portal.errors import Invalid
from portal.rehearsals.rules import MOST_DAYS, Plan

MOST_TESTERS = 200


def read_plan(form: Mapping[str, str], zone: ZoneInfo) -> Plan:
    """The moment, the days and the testers' addresses; raises Invalid that names every bad field."""
    fields = Fields(form)
    moment = fields.moment("moment", "The moment")
    at = now()
    if moment is None:
        fields.refuse("moment", "Choose the moment of the day that is to be now.")
    else:
        try:
            at = instant_in(zone, moment, "moment")
        except Invalid as refusal:
            fields.refuse("moment", refusal.fields["moment"])
    days = form.get("days", "").strip()
    if not (days.isdecimal() and 1 <= int(days) <= MOST_DAYS):
        fields.refuse("days", f"Choose 1 to {MOST_DAYS} days.")
    testers = _testers(fields)
    fields.check()
    return Plan(at, int(days), testers)


def _testers(fields: Fields) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in fields.lines("testers")[:MOST_TESTERS]:
        try:
            found[read_email(line)] = None
        except Invalid:
            fields.refuse("testers", f"“{line[:60]}” is not a mail address.")
    return tuple(found)
