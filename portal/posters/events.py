"""What the hall and the room in front of a poster hear."""

from dataclasses import dataclass
from typing import ClassVar

from portal.events import Event
from portal.posters.rules import BoardSeen, hall_room
from portal.threads.rules import room_of


@dataclass(frozen=True, kw_only=True)
class HallChanged(Event):
    """Who is in front of some posters now; `boards` has only those that changed, by thread id as text."""

    name: ClassVar[str] = "posters.hall_changed"
    is_lossy: ClassVar[bool] = True
    hall: int
    boards: dict[str, BoardSeen]

    @property
    def room(self) -> str:
        """Everybody who watches the hall."""
        return hall_room(self.hall)


@dataclass(frozen=True, kw_only=True)
class SaidInHall(HallChanged):
    """The same where a presenter said where they are: nobody comes or goes by that, so no later one would replace it."""

    is_lossy: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class FileChanged(Event):
    """The poster has another file, or none any more, or other words: an open room shows them afresh."""

    name: ClassVar[str] = "posters.file_changed"
    poster: int
    thread: int

    @property
    def room(self) -> str:
        """Everybody who entered the poster's thread."""
        return room_of(self.thread)


@dataclass(frozen=True, kw_only=True)
class PresenterStood(Event):
    """A presenter said where they are: one of here, onsite, back and gone; `until` is ISO 8601 in UTC.

    “here” takes back what was said before: it holds while the person is in the room.
    """

    name: ClassVar[str] = "posters.presenter_stood"
    poster: int
    thread: int
    person: int
    code: str
    until: str | None

    @property
    def room(self) -> str:
        """Everybody who entered the poster's thread."""
        return room_of(self.thread)


EVENTS = (HallChanged, FileChanged, PresenterStood)
