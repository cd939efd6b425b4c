"""Invitations, sent and answered."""

from portal.invitations.actions.answering import accept, decline, note_opened, renew
from portal.invitations.actions.inviting import invite, invite_again, remind, set_reminders
from portal.invitations.actions.links import Link, Way, keep_links, new_link

__all__ = [
    "Link",
    "Way",
    "accept",
    "decline",
    "invite",
    "invite_again",
    "keep_links",
    "new_link",
    "note_opened",
    "remind",
    "renew",
    "set_reminders",
]
