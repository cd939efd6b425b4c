"""What open pages hear when the programme changes: the day runs late, an organizer mends it, pages come in again."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.programme.rules import room_of


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
    """Something about the programme of one workshop."""

    workshop: int

    @property
    def room(self) -> str:
        """Everybody who has a page of the workshop open and may see its schedule."""
        return room_of(self.workshop)


@dataclass(frozen=True, kw_only=True)
class ProgrammeChanged(WorkshopEvent):
    """Change number `head`: the times of everything that it touched; `told` says it in words.

    `is_more` says that more than times may have changed, so that what lists the programme has to be read again.
    """

    name: ClassVar[str] = "programme.changed"
    head: int
    told: str
    entries: list[TimesSeen]
    is_more: bool = False


@dataclass(frozen=True, kw_only=True)
class HeadTold(WorkshopEvent):
    """Every few seconds the number of the newest change, so that a page that missed one enters again."""

    name: ClassVar[str] = "programme.head_told"
    is_lossy: ClassVar[bool] = True
    head: int


EVENTS = (ProgrammeChanged, HeadTold)
