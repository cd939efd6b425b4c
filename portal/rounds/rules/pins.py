"""Boards that the chair puts first in the hall for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

PIN_LASTS = timedelta(minutes=30)
MOST_PINS = 3
"""More at once would be an order of the hall and no pins."""


@dataclass(frozen=True)
class Pinned:
    """A board that was pinned: by whom and when, until when, and who took the pin off before its time."""

    poster_id: int
    board: str
    title: str
    by: str
    at: datetime
    until: datetime
    unpinned_at: datetime | None = None
    unpinned_by: str = ""

    def holds(self, at: datetime) -> bool:
        return is_pinned(self.until, self.unpinned_at, at)


def is_pinned(until: datetime, unpinned_at: datetime | None, at: datetime) -> bool:
    """Whether a pin holds at this moment; it ends by itself."""
    return unpinned_at is None and at < until
