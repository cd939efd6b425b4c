"""Posters and their rooms, read."""

from portal.posters.queries.posters import (
    cards_in_hall,
    hall_to_enter,
    hall_to_fill,
    like_in,
    next_position,
    people_to_choose,
    poster_at,
    poster_to_edit,
    poster_to_enter,
    poster_to_place,
    posters_to_read,
)
from portal.posters.queries.rooms import rooms_for_paper, stands_at, stands_in, workshop_of_poster
from portal.posters.queries.visits import (
    marks_of,
    presents,
    seen_by,
    shown_in,
    shown_people,
    starred_by,
    visitors_of,
    visitors_until,
    visits_in,
)

__all__ = [
    "cards_in_hall",
    "hall_to_enter",
    "hall_to_fill",
    "like_in",
    "marks_of",
    "next_position",
    "people_to_choose",
    "poster_at",
    "poster_to_edit",
    "poster_to_enter",
    "poster_to_place",
    "posters_to_read",
    "presents",
    "rooms_for_paper",
    "seen_by",
    "shown_in",
    "shown_people",
    "stands_at",
    "stands_in",
    "starred_by",
    "visitors_of",
    "visitors_until",
    "visits_in",
    "workshop_of_poster",
]
