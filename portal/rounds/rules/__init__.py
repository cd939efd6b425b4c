"""Which board needs somebody, how long somebody is on the way, and how many boards are pinned."""

from portal.rounds.rules.calls import (
    CALL_LASTS,
    FIRST_NOTICE,
    Ended,
    Helper,
    WayThere,
    call_words,
    first_free,
    is_over,
)
from portal.rounds.rules.figures import Asked, Bar, bars_of, is_running
from portal.rounds.rules.needs import (
    QUIET_AFTER,
    Around,
    Kind,
    Need,
    Row,
    Watch,
    in_order,
    needs_of,
    on_now,
)
from portal.rounds.rules.pins import MOST_PINS, PIN_LASTS, Pinned, is_pinned

__all__ = [
    "CALL_LASTS",
    "FIRST_NOTICE",
    "MOST_PINS",
    "PIN_LASTS",
    "QUIET_AFTER",
    "Around",
    "Asked",
    "Bar",
    "Ended",
    "Helper",
    "Kind",
    "Need",
    "Pinned",
    "Row",
    "Watch",
    "WayThere",
    "bars_of",
    "call_words",
    "first_free",
    "in_order",
    "is_over",
    "is_pinned",
    "is_running",
    "needs_of",
    "on_now",
]
