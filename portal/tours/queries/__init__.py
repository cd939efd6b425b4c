"""Tours, read: where somebody is in theirs, who waits, and what could be walked past."""

from portal.tours.queries.forming import boards_in, marks_of, waiting_in, waits_of_all
from portal.tours.queries.walking import (
    Face,
    Hosted,
    TourHere,
    Walk,
    faces_in,
    hosted_at,
    is_running,
    is_under_way,
    others_on_the_way,
    people_on_the_way,
    running_tours,
    tour_of,
    tours_to_join,
    votes_at,
    walk_of,
)

__all__ = [
    "Face",
    "Hosted",
    "TourHere",
    "Walk",
    "boards_in",
    "faces_in",
    "hosted_at",
    "is_running",
    "is_under_way",
    "marks_of",
    "others_on_the_way",
    "people_on_the_way",
    "running_tours",
    "tour_of",
    "tours_to_join",
    "votes_at",
    "waiting_in",
    "waits_of_all",
    "walk_of",
]
