"""What the room in front of a poster hears of its presenters' pointers and views."""

from dataclasses import dataclass
from typing import ClassVar

from portal.events import Event, PersonSeen
from portal.pointers.rules import Part
from portal.threads.rules import room_of


@dataclass(frozen=True, kw_only=True)
class Shared(Event):
    """What these events have in common: which poster, and who shows something there."""

    thread: int
    person: PersonSeen

    @property
    def room(self) -> str:
        """Everybody who entered the poster's thread."""
        return room_of(self.thread)


@dataclass(frozen=True, kw_only=True)
class Pointed(Shared):
    """A presenter points here: parts of the page, from its top left corner. Told again every 2 s; after 5 s it is over."""

    name: ClassVar[str] = "pointers.pointed"
    is_lossy: ClassVar[bool] = True
    page: int
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Shown(Shared):
    """A presenter leads the view: the centre and the size of what they see, as parts of the page.

    Told again every 2 s, for who comes later; after 5 s it is over. Of several presenters the one who began last leads.
    """

    name: ClassVar[str] = "pointers.shown"
    is_lossy: ClassVar[bool] = True
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Hidden(Shared):
    """A presenter points no longer, or leads the view no longer."""

    name: ClassVar[str] = "pointers.hidden"
    part: Part


EVENTS = (Pointed, Shown, Hidden)
