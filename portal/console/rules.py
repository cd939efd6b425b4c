"""What the numbers of the day mean in words, and what a workshop needs before it begins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

LAG_SECONDS = 0.25
"""A worker that is later than this is slow for everybody."""


class Stream(StrEnum):
    """How a source of a stream does, as far as the pages of those who watch it say."""

    PLAYS = auto()
    MIXED = auto()
    FAILS = auto()
    UNSEEN = auto()


def stream_state(plays: int, fails: int) -> Stream:
    """By how many pages it plays on now, and on how many it failed."""
    if plays and fails:
        return Stream.MIXED
    if plays:
        return Stream.PLAYS
    return Stream.FAILS if fails else Stream.UNSEEN


@dataclass(frozen=True)
class SourceNow:
    """One source of a stage: how many play it, on whose page it fails, and when it was last seen so.

    `said_by` is who said first that it fails.
    """

    label: str
    word: str
    plays: int
    fails: int
    played_at: datetime | None = None
    failed_at: datetime | None = None
    said_by: str = ""

    @property
    def state(self) -> Stream:
        return stream_state(self.plays, self.fails)


@dataclass(frozen=True)
class Load:
    """The numbers of one worker, or of all together: what was refused and what broke since they began."""

    sockets: int
    lag_seconds: float
    errors: int
    refusals: int
    workers: int = 1

    @property
    def is_slow(self) -> bool:
        return self.lag_seconds > LAG_SECONDS


def load_of(numbers: Mapping[str, float]) -> Load:
    """One worker's."""
    return Load(
        int(numbers.get("sockets", 0)),
        numbers.get("lag_ms", 0.0) / 1000,
        int(numbers.get("errors", 0)),
        int(numbers.get("refusals", 0) + numbers.get("turned_away", 0)),
    )


def summed(loads: Sequence[Load]) -> Load:
    """All together: the lag is that of the slowest."""
    return Load(
        sum(one.sockets for one in loads),
        max((one.lag_seconds for one in loads), default=0.0),
        sum(one.errors for one in loads),
        sum(one.refusals for one in loads),
        len(loads),
    )


class Mark(StrEnum):
    """Whether a point of the set-up is done, is missing, or wants a look by somebody who knows."""

    DONE = auto()
    MISSING = auto()
    LOOK = auto()


@dataclass(frozen=True)
class Check:
    """One point of the set-up: how it stands, in a sentence, and the page where it is done.

    Without an endpoint it is done by the operator, in the settings. `values` complete the address.
    """

    label: str
    mark: Mark
    told: str
    endpoint: str = ""
    verb: str = "Open"
    values: tuple[tuple[str, int | str], ...] = ()


def missing(checks: Iterable[Check]) -> int:
    return sum(one.mark is Mark.MISSING for one in checks)
