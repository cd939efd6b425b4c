"""The list of people, a profile, and one's own."""

from portal.profiles.pages.blueprint import bp
from portal.profiles.pages.finding import (
    ASIDES,
    CIRCLE,
    WHEREABOUTS,
    Aside,
    CircleOf,
    SpotsHere,
    circle_of,
    listing,
    one,
    picture,
)
from portal.profiles.pages.own import change, change_listing, edit, own_listing, own_picture, set_invisible

__all__ = [
    "ASIDES",
    "CIRCLE",
    "WHEREABOUTS",
    "Aside",
    "CircleOf",
    "SpotsHere",
    "bp",
    "change",
    "change_listing",
    "circle_of",
    "edit",
    "listing",
    "one",
    "own_listing",
    "own_picture",
    "picture",
    "set_invisible",
]
