"""What people do to be taken round, and what the clock does for them."""

from portal.tours.actions.queue import join, leave_queue, tidy
from portal.tours.actions.walking import go_alone, join_another, leave, longer, set_led, skip

__all__ = [
    "go_alone",
    "join",
    "join_another",
    "leave",
    "leave_queue",
    "longer",
    "set_led",
    "skip",
    "tidy",
]
