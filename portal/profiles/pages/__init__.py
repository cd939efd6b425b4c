"""The list of people, a profile, and one's own."""

from portal.access import Permission
from portal.doors.furniture import NavItem
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

NAVIGATION = (NavItem("profiles.listing", "People here", "users", Permission.SEE_DIRECTORY, is_minor=True),)

__all__ = [
    "ASIDES",
    "CIRCLE",
    "NAVIGATION",
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
