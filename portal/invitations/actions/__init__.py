"""Invitations, sent and answered."""

from portal.invitations.actions.answering import accept, decline, note_opened, renew
from portal.invitations.actions.inviting import invite, invite_again, remind, set_reminders
from portal.invitations.actions.links import Way, make_links

__all__ = [
    "Way",
    "accept",
    "decline",
    "invite",
    "invite_again",
    "make_links",
    "note_opened",
    "remind",
    "renew",
    "set_reminders",
]
