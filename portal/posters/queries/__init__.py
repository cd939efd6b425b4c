"""Posters and their rooms, read."""

from portal.posters.queries.own import Own, own_posters, presents_any
from portal.posters.queries.posters import (
    cards_in_hall,
    hall_to_enter,
    hall_to_fill,
    next_position,
    people_to_choose,
    poster_at,
    poster_to_edit,
    poster_to_enter,
    poster_to_place,
    posters_to_read,
)
from portal.posters.queries.rooms import rooms_for_paper, stands_at, stands_in
from portal.posters.queries.slots import (
    Standing,
    blocks_of,
    boards_in_sessions,
    poster_sessions,
    posters_to_seat,
    second_slot,
    session_to_fill,
    slot_of,
    slots_of,
    slots_to_see,
    standing_in,
)

__all__ = [
    "Own",
    "Standing",
    "blocks_of",
    "boards_in_sessions",
    "cards_in_hall",
    "hall_to_enter",
    "hall_to_fill",
    "next_position",
    "own_posters",
    "people_to_choose",
    "poster_at",
    "poster_sessions",
    "poster_to_edit",
    "poster_to_enter",
    "poster_to_place",
    "posters_to_read",
    "posters_to_seat",
    "presents_any",
    "rooms_for_paper",
    "second_slot",
    "session_to_fill",
    "slot_of",
    "slots_of",
    "slots_to_see",
    "standing_in",
    "stands_at",
    "stands_in",
]
