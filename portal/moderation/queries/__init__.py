"""Cases and measures, read."""

from portal.moderation.queries.cases import (
    case_to_lead,
    cases,
    open_cases,
    open_count,
    open_here,
    workshop_to_moderate,
)
from portal.moderation.queries.measures import (
    measure_to_undo,
    measures_about,
    measures_here,
    measures_of_case,
    own_measures,
    room_to_lock,
    target_of,
    thread_here,
)
from portal.moderation.queries.reading import (
    around,
    history_of,
    message_to_moderate,
    message_to_report,
    notes_of,
    own_reports,
    person_to_report,
    voices_of,
)

__all__ = [
    "around",
    "case_to_lead",
    "cases",
    "history_of",
    "measure_to_undo",
    "measures_about",
    "measures_here",
    "measures_of_case",
    "message_to_moderate",
    "message_to_report",
    "notes_of",
    "open_cases",
    "open_count",
    "open_here",
    "own_measures",
    "own_reports",
    "person_to_report",
    "room_to_lock",
    "target_of",
    "thread_here",
    "voices_of",
    "workshop_to_moderate",
]
