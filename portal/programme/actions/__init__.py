"""What organizers change of the programme, and what everybody stars of it."""

from portal.programme.actions.editing import (
    add_session,
    add_talk,
    change_session,
    change_talk,
    delete_session,
    delete_talk,
)
from portal.programme.actions.starring import end_feed, keep, make_feed, set_star

__all__ = [
    "add_session",
    "add_talk",
    "change_session",
    "change_talk",
    "delete_session",
    "delete_talk",
    "end_feed",
    "keep",
    "make_feed",
    "set_star",
]
