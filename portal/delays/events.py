"""What open pages hear when the day runs late."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.delays.rules import room_of
from portal.events import Event


class TimesSeen(TypedDict):
    """A session or a talk (`key`: s7 or t7) and its times, ISO 8601 in UTC.

    `over_at` is its end, or a guess where nobody gave one. `was_…` is what was planned, null where that still holds.
    """

    key: str
    starts_at: str
    ends_at: str | None
    over_at: str
    was_starts_at: str | None
    was_ends_at: str | None


@dataclass(frozen=True, kw_only=True)
class WorkshopEvent(Event):
    """Something about the times of one workshop."""

    workshop: int

    @property
    def room(self) -> str:
        """Everybody who has a page of the workshop open and may see its schedule."""
        return room_of(self.workshop)


@dataclass(frozen=True, kw_only=True)
class ProgrammeMoved(WorkshopEvent):
    """Change number `head`: the new times of everything that moved; `told` says it in words."""

    name: ClassVar[str] = "delays.programme_moved"
    head: int
    told: str
    entries: list[TimesSeen]


@dataclass(frozen=True, kw_only=True)
class HeadTold(WorkshopEvent):
    """Every few seconds the number of the newest change, so that a page that missed one enters again."""

    name: ClassVar[str] = "delays.head_told"
    is_lossy: ClassVar[bool] = True
    head: int


EVENTS = (ProgrammeMoved, HeadTold)
