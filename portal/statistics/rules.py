"""Five-minute steps, and what they say together: the most at once, the average, the minutes watched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto
from typing import Protocol

STEP = timedelta(minutes=5)
LOOK = timedelta(seconds=30)
"""So often it is looked who is where."""


class Kind(StrEnum):
    """Where people were counted: in the workshop as a whole, at a session, a stage, a poster, a table, in the lobby."""

    WORKSHOP = auto()
    SESSION = auto()
    STAGE = auto()
    POSTER = auto()
    TABLE = auto()
    LOBBY = auto()


@dataclass(frozen=True)
class Counted:
    """So many people were at a place at one moment."""

    workshop_id: int
    kind: Kind
    place_id: int
    people: int


class Step(Protocol):
    """Five minutes at one place."""

    @property
    def step_at(self) -> datetime: ...

    @property
    def people(self) -> float: ...

    @property
    def peak(self) -> int: ...


@dataclass(frozen=True)
class Summary:
    """What the steps of one place say; `minutes` are those of all people together."""

    peak: int
    average: float
    minutes: int


def floor_to(at: datetime, length: timedelta) -> datetime:
    """The beginning of the stretch of this length that the instant is in."""
    since = at.astimezone(UTC) - datetime.min.replace(tzinfo=UTC)
    return at.astimezone(UTC) - since % length


def summary_of(steps: Iterable[Step]) -> Summary:
    """Steps that are missing count for nothing: nobody knows who was there."""
    listed = list(steps)
    if not listed:
        return Summary(0, 0.0, 0)
    people = sum(one.people for one in listed)
    return Summary(max(one.peak for one in listed), people / len(listed), minutes_of(people))


def minutes_of(people: float) -> int:
    """How many minutes so many people spend in one step, or the sum of the people of several."""
    return round(people * (STEP / timedelta(minutes=1)))


def by_hour(moments: Iterable[datetime]) -> list[tuple[datetime, int]]:
    """How many fell into each hour, from the first to the last one; hours without any are there too."""
    counts: dict[datetime, int] = {}
    for one in moments:
        hour = floor_to(one, timedelta(hours=1))
        counts[hour] = counts.get(hour, 0) + 1
    return _filled(counts, timedelta(hours=1))


def _filled(counts: Mapping[datetime, int], length: timedelta) -> list[tuple[datetime, int]]:
    if not counts:
        return []
    first, last = min(counts), max(counts)
    return [
        (first + length * number, counts.get(first + length * number, 0))
        for number in range((last - first) // length + 1)
    ]


def grown(days: Sequence[tuple[datetime, int]]) -> list[tuple[datetime, int, int]]:
    """Each day with what came on it, and with all until then."""
    total, found = 0, []
    for day, came in days:
        total += came
        found.append((day, came, total))
    return found


Cell = str | int | float | datetime | None
"""What stands in a sheet; an instant is written in the zone of whoever asks."""


@dataclass(frozen=True)
class Table:
    """Rows under headings, as a page shows them and a file has them; `word` is its name in an address."""

    word: str
    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
