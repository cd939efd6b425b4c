"""When most people of a workshop are awake, for a second slot of those who could not come to the first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WAKES, SLEEPS = time(8), time(22)
LENGTH = timedelta(hours=1)
MOST_DAYS = 14
"""A workshop that says it lasts longer is looked at no further."""


@dataclass(frozen=True)
class Proposal:
    """An hour, and how many of those whose zone is known are awake in all of it."""

    starts_at: datetime
    ends_at: datetime
    awake: int
    known: int


def propose_hour(
    days: tuple[date, date],
    zone: ZoneInfo,
    people: Mapping[str, int],
    taken: Iterable[tuple[datetime, datetime]],
    after: datetime,
) -> Proposal | None:
    """The hour of the workshop's days at which most people are awake, outside what is taken and not in the past.

    `people` counts them by time zone. Of hours that are equally good, the earliest; None when nobody's zone is
    known, or no hour is left.
    """
    known = sum(people.values())
    if not known:
        return None
    busy = list(taken)
    best: Proposal | None = None
    for start in _hours(*days, zone):
        end = start + LENGTH
        if start < after or any(start < till and since < end for since, till in busy):
            continue
        awake = sum(count for name, count in people.items() if is_awake(ZoneInfo(name), start, end))
        if awake and (best is None or awake > best.awake):
            best = Proposal(start, end, awake, known)
    return best


def is_awake(zone: ZoneInfo, start: datetime, end: datetime) -> bool:
    """Whether all of it lies between eight and ten on the same day there."""
    here, there = start.astimezone(zone), end.astimezone(zone)
    return here.date() == there.date() and here.time() >= WAKES and there.time() <= SLEEPS


def _hours(first: date, last: date, zone: ZoneInfo) -> Iterable[datetime]:
    """The full hours of the days, as the clock on the workshop's wall shows them."""
    start = datetime.combine(first, time(0), zone).astimezone(UTC)
    end = datetime.combine(min(last, first + timedelta(days=MOST_DAYS)), time(23), zone).astimezone(UTC)
    while start <= end:
        yield start
        start += LENGTH
