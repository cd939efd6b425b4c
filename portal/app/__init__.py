"""Puts the features together: create_app(settings), in assembly.py, is where reading begins."""

from portal.app.assembly import create_app, start
from portal.app.features import COMMANDS, EVENTS, JOBS

__all__ = ["COMMANDS", "EVENTS", "JOBS", "create_app", "start"]
