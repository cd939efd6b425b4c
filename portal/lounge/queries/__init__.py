"""The lounge, read: its tables, who waits to be introduced, and the pause that is on."""

from portal.lounge.queries.tables import (
    card_of,
    cards_of,
    lounge_to_enter,
    lounge_to_set_up,
    own_tables,
    revisions,
    seat_of,
    seats_at,
    table_count,
    table_of_thread,
    table_to_lead,
    table_to_see,
    tables_in,
    tables_since,
)

__all__ = [
    "card_of",
    "cards_of",
    "lounge_to_enter",
    "lounge_to_set_up",
    "own_tables",
    "revisions",
    "seat_of",
    "seats_at",
    "table_count",
    "table_of_thread",
    "table_to_lead",
    "table_to_see",
    "tables_in",
    "tables_since",
]
