"""The pages of the lounge: all tables, one table, the form of a table, and being introduced."""

from portal.lounge.pages.blueprint import bp
from portal.lounge.pages.hosting import close, close_form, edit, edit_form, lock, new, new_form
from portal.lounge.pages.meeting import answer, ask, leave_queue
from portal.lounge.pages.visiting import NAVIGATION, lounge, path_of_thread, sit, stand, table

__all__ = [
    "NAVIGATION",
    "answer",
    "ask",
    "bp",
    "close",
    "close_form",
    "edit",
    "edit_form",
    "leave_queue",
    "lock",
    "lounge",
    "new",
    "new_form",
    "path_of_thread",
    "sit",
    "stand",
    "table",
]
