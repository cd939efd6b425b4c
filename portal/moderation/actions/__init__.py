"""Reports, cases and measures, changed."""

from portal.moderation.actions.handling import assign, note, reopen, resolve
from portal.moderation.actions.measures import ban, hide, lock, remove, silence
from portal.moderation.actions.reporting import report_message, report_person, report_thing
from portal.moderation.actions.undoing import undo

__all__ = [
    "assign",
    "ban",
    "hide",
    "lock",
    "note",
    "remove",
    "reopen",
    "report_message",
    "report_person",
    "report_thing",
    "resolve",
    "silence",
    "undo",
]
