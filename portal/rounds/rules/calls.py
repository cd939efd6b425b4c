"""Somebody is sent to a board: who may be, and until when they are on the way."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

CALL_LASTS = timedelta(minutes=10)
"""So long somebody may take to answer, and so long to come."""

FIRST_NOTICE = -1_000_000_000
"""Notices of calls are numbered down from here, far below those of knocks. static/rounds/answer.js does the same."""


class Ended(StrEnum):
    """How a call ended: somebody came, nobody did in time, nobody can, or the chair took it back."""

    ARRIVED = auto()
    EXPIRED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True)
class Helper:
    """Somebody who may be sent; `is_connected` while they have a page of the workshop open."""

    id: int
    name: str
    is_connected: bool = False


@dataclass(frozen=True)
class WayThere:
    """A call to a board as the chair follows it; `arrived_at` is when one of the called came to the board after it."""

    id: int
    poster_id: int
    by: str
    at: datetime
    names: tuple[str, ...]
    called_ids: frozenset[int]
    declined: tuple[str, ...] = ()
    going_id: int | None = None
    going: str = ""
    going_at: datetime | None = None
    ended_at: datetime | None = None
    how: str = ""
    arrived_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """When it moved last: when somebody said that they go, else when it was made."""
        return self.going_at or self.at

    def is_open(self, at: datetime, here: Collection[int] = ()) -> bool:
        """Whether somebody is awaited still; `here` are those in front of the board now."""
        return (
            self.ended_at is None
            and self.arrived_at is None
            and self.called_ids.isdisjoint(here)
            and not is_over(self.since, at)
        )


def is_over(since: datetime, at: datetime) -> bool:
    """Whether nobody waits any more for an answer, or for who said that they come."""
    return at - since >= CALL_LASTS


def call_words(call: WayThere) -> str:
    """How a call stands; how long ago that began comes after it."""
    if call.going_at is not None:
        return f"{call.going} is on the way"
    left = [name for name in call.names if name not in call.declined]
    if len(call.names) == 1:
        return f"{call.by} asked {call.names[0]}"
    return f"{call.by} asked {len(left)} people who help" if len(left) > 1 else f"{call.by} asked {left[0]}"


def first_free(helpers: Iterable[Helper], without: Collection[int]) -> list[Helper]:
    """Whoever is free: all who have a page open, else all; without those who are no help there."""
    able = [one for one in helpers if one.id not in without]
    return [one for one in able if one.is_connected] or able
