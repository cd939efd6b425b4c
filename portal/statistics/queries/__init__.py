"""Counts, made and read."""

from portal.statistics.queries.attendance import (
    Attended,
    attended,
    attended_by_place,
    peak_since,
    place_names,
    session_to_count,
    workshop_to_count,
)
from portal.statistics.queries.counting import Rooms, counted, is_counted, rooms_among
from portal.statistics.queries.sheets import SHEETS, After, Rows, Sheet, page_of, sheet_to_take
from portal.statistics.queries.tables import (
    messages_table,
    posters_table,
    questions_table,
    registrations_table,
    sessions_table,
)

__all__ = [
    "SHEETS",
    "After",
    "Attended",
    "Rooms",
    "Rows",
    "Sheet",
    "attended",
    "attended_by_place",
    "counted",
    "is_counted",
    "messages_table",
    "page_of",
    "peak_since",
    "place_names",
    "posters_table",
    "questions_table",
    "registrations_table",
    "rooms_among",
    "session_to_count",
    "sessions_table",
    "sheet_to_take",
    "workshop_to_count",
]
