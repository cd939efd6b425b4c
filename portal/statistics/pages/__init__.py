"""Plots with their tables, and files to take along."""

from portal.statistics.pages.blueprint import bp
from portal.statistics.pages.figures import session, statistics
from portal.statistics.pages.taking import exports, take, take_audited

__all__ = ["bp", "exports", "session", "statistics", "take", "take_audited"]
