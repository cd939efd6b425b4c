"""The programme and the agendas, read."""

from portal.programme.queries.agenda import (
    Agenda,
    agenda_to_see,
    entry_to_star,
    feed_to_read,
    own_feed,
    planned_in,
    planned_of,
    starred_by,
)
from portal.programme.queries.schedule import (
    MOST_AROUND_NOW,
    Ahead,
    ahead_in,
    on_at,
    programme_to_edit,
    session_to_edit,
    session_to_see,
    sessions_of,
    talk_to_edit,
)
from portal.programme.queries.times import all_times, heads_of, wire, workshop_to_hear

__all__ = [
    "MOST_AROUND_NOW",
    "Agenda",
    "Ahead",
    "agenda_to_see",
    "ahead_in",
    "all_times",
    "entry_to_star",
    "feed_to_read",
    "heads_of",
    "on_at",
    "own_feed",
    "planned_in",
    "planned_of",
    "programme_to_edit",
    "session_to_edit",
    "session_to_see",
    "sessions_of",
    "starred_by",
    "talk_to_edit",
    "wire",
    "workshop_to_hear",
]
