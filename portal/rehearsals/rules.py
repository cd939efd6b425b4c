"""How long a rehearsal is kept, how many there are, and where its day lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_AT_ONCE = 3
MOST_DAYS = 14
USUAL_DAYS = 3


@dataclass(frozen=True)
class Plan:
    """A rehearsal as an organizer asks for it; the moment of the day is an instant of the workshop's own programme."""

    moment: datetime
    days: int
    testers: tuple[str, ...] = ()


def shift_to(moment: datetime, at: datetime) -> timedelta:
    """By how much the day moves so that this moment is now, on a full minute."""
    return at.replace(second=0, microsecond=0) - moment


def usual_moment(starts: Sequence[datetime]) -> datetime | None:
    """Ten minutes before the first thing of the day, so that the beginning is rehearsed too."""
    return min(starts) - timedelta(minutes=10) if starts else None
