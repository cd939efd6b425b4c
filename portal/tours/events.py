"""What somebody hears of their own tour."""

from dataclasses import dataclass
from typing import ClassVar

from portal.events import Event
from portal.tours.rules import own_room


@dataclass(frozen=True, kw_only=True)
class TourMoved(Event):
    """The queue, the group or its clock is another one: the pages of this one person look again. It carries no name."""

    name: ClassVar[str] = "tours.moved"
    workshop: int
    person: int

    @property
    def room(self) -> str:
        """The pages on which this one person follows their tour."""
        return own_room(self.workshop, self.person)


EVENTS = (TourMoved,)
