"""What a poster may say, who stands at it, and how the hall is arranged."""

from portal.posters.rules.boards import Board, BoardSeen, Seated, Stand, board_of, hall_room
from portal.posters.rules.drafts import (
    Place,
    PosterDraft,
    authors_in,
    authors_text,
    check_presenters,
    link_at,
    links_in,
    links_text,
    tags_in,
)
from portal.posters.rules.hall import (
    Card,
    Hall,
    HallView,
    Neighbours,
    Size,
    Sort,
    arrange,
    neighbours,
    seed_of,
)

__all__ = [
    "Board",
    "BoardSeen",
    "Card",
    "Hall",
    "HallView",
    "Neighbours",
    "Place",
    "PosterDraft",
    "Seated",
    "Size",
    "Sort",
    "Stand",
    "arrange",
    "authors_in",
    "authors_text",
    "board_of",
    "check_presenters",
    "hall_room",
    "link_at",
    "links_in",
    "links_text",
    "neighbours",
    "seed_of",
    "tags_in",
]
