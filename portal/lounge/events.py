"""What the pages of the lounge hear."""

from dataclasses import dataclass
from typing import ClassVar

from portal.events import Event
from portal.lounge.rules import TableSeen, lounge_room, own_room


@dataclass(frozen=True, kw_only=True)
class LoungeChanged(Event):
    """Some tables are others since change number `since`: `tables` has only those, `revision` is the newest change.

    A page whose own number is smaller than `since` has missed something and asks for all. Nothing in `tables` is a
    heartbeat.
    """

    name: ClassVar[str] = "lounge.changed"
    is_lossy: ClassVar[bool] = True
    lounge: int
    since: int
    revision: int
    tables: list[TableSeen]

    @property
    def room(self) -> str:
        """Everybody who has a page of the lounge open."""
        return lounge_room(self.lounge)


@dataclass(frozen=True, kw_only=True)
class IntroductionMoved(Event):
    """Somebody is to be introduced, or has been answered: their pages of the lounge look again."""

    name: ClassVar[str] = "lounge.introduction_moved"
    lounge: int
    person: int

    @property
    def room(self) -> str:
        """The lounge's pages of this one person."""
        return own_room(self.lounge, self.person)


EVENTS = (LoungeChanged, IntroductionMoved)
