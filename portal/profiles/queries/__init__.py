"""Profiles, read: one's own, and of others what they show."""

from portal.profiles.queries.finding import directory, listed_like, roles_listed
from portal.profiles.queries.one import (
    blocked_with,
    blocks_among,
    glance_at,
    is_in_sight,
    own_listing,
    own_portrait,
    own_profile,
    person_in_sight,
    person_shown,
    portrait_of,
    workshop_of_people,
)

__all__ = [
    "blocked_with",
    "blocks_among",
    "directory",
    "glance_at",
    "is_in_sight",
    "listed_like",
    "own_listing",
    "own_portrait",
    "own_profile",
    "person_in_sight",
    "person_shown",
    "portrait_of",
    "roles_listed",
    "workshop_of_people",
]
