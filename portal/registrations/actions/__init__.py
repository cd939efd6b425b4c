"""Registrations, changed: asked for by people, decided by organizers, who also shape the form."""

from portal.registrations.actions.asking import ask, ask_by_mail, begin, change_own, confirm, withdraw
from portal.registrations.actions.deciding import accept_all, decide, promote, set_roles, undo
from portal.registrations.actions.placing import found, make_organizer, tell_accepted

__all__ = [
    "accept_all",
    "ask",
    "ask_by_mail",
    "begin",
    "change_own",
    "confirm",
    "decide",
    "found",
    "make_organizer",
    "promote",
    "set_roles",
    "tell_accepted",
    "undo",
    "withdraw",
]
