"""What the moderators hear."""

from dataclasses import dataclass
from typing import ClassVar

from portal.events import Event
from portal.moderation.rules import room_of


@dataclass(frozen=True, kw_only=True)
class QueueChanged(Event):
    """A case is new or another; `open` says how many are open now."""

    name: ClassVar[str] = "moderation.queue_changed"
    workshop: int
    case: int
    open: int

    @property
    def room(self) -> str:
        """The moderators and organizers who look at the queue."""
        return room_of(self.workshop)


EVENTS = (QueueChanged,)
