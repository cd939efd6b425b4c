"""Registering oneself, and the pages on which organizers decide who is let in."""

from portal.registrations.pages import manage, own, shaping
from portal.registrations.pages.blueprint import bp

__all__ = ["bp", "manage", "own", "shaping"]
