"""Calls, changed: seats are taken, kept and left, and hosts mute, remove, and name a meeting elsewhere."""

from portal.calls.actions.checking import keep_check
from portal.calls.actions.closing import let_out, look_again
from portal.calls.actions.hosting import mute, remove, set_link
from portal.calls.actions.sitting import Sitting, join, leave, stay

__all__ = [
    "Sitting",
    "join",
    "keep_check",
    "leave",
    "let_out",
    "look_again",
    "mute",
    "remove",
    "set_link",
    "stay",
]
