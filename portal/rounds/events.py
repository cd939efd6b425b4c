"""What the hall hears of the chair's pins."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.posters.rules import hall_room


class PinSeen(TypedDict):
    """A pinned board; `until` is ISO 8601 in UTC, and after it the pin has ended by itself."""

    poster: int
    board: str
    title: str
    until: str


@dataclass(frozen=True, kw_only=True)
class PinsChanged(Event):
    """Another board is pinned in the hall, or one less; `pins` are all that hold, the newest first."""

    name: ClassVar[str] = "rounds.pins_changed"
    hall: int
    pins: list[PinSeen]

    @property
    def room(self) -> str:
        """Everybody who watches the hall."""
        return hall_room(self.hall)


EVENTS = (PinsChanged,)
