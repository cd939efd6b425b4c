"""Registering oneself, and the pages on which organizers decide who is let in."""

from portal.access import Permission
from portal.doors.furniture import NavItem
from portal.registrations.pages import manage, own, shaping
from portal.registrations.pages.blueprint import bp

NAVIGATION = (
    NavItem(
        "registrations.listing",
        "Registrations",
        "clipboard-list",
        Permission.SEE_REGISTRATIONS,
        is_minor=True,
    ),
)

__all__ = ["NAVIGATION", "bp", "manage", "own", "shaping"]
