"""Posters and their rooms, read."""

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
from portal.posters.queries.rooms import rooms_for_paper, stands_at, stands_in, workshop_of_room

__all__ = [
    "cards_in_hall",
    "hall_to_enter",
    "hall_to_fill",
    "next_position",
    "people_to_choose",
    "poster_at",
    "poster_to_edit",
    "poster_to_enter",
    "poster_to_place",
    "posters_to_read",
    "rooms_for_paper",
    "stands_at",
    "stands_in",
    "workshop_of_room",
]
