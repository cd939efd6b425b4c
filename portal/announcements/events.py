"""What the pages of a workshop hear of its announcements."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.announcements.rules import room_for, room_of, room_of_person
from portal.events import Event


class AnnouncementSeen(TypedDict):
    """An announcement. `place`: hall or stage:3 for one that only the pages there show, empty for every page.

    `whom` says in words who is told, empty for everybody. `told_at` and `until` are ISO 8601 in UTC; without `until` it
    stays until it is dismissed.
    """

    id: int
    text: str
    kind: str
    place: str
    whom: str
    author: str
    told_at: str
    until: str | None


@dataclass(frozen=True, kw_only=True)
class WorkshopEvent(Event):
    """Something about the announcements of one workshop."""

    workshop: int

    @property
    def room(self) -> str:
        """Everybody who is accepted and has a page of the workshop open."""
        return room_of(self.workshop)


@dataclass(frozen=True, kw_only=True)
class Changed(WorkshopEvent):
    """Change number `head`: this announcement is new or back; null when it is withdrawn, or is not for everybody.

    What is not for everybody has `is_for_all` false; those whom it is for hear announcements.changed_here before this.
    """

    name: ClassVar[str] = "announcements.changed"
    head: int
    id: int
    is_for_all: bool
    announcement: AnnouncementSeen | None


@dataclass(frozen=True, kw_only=True)
class ChangedHere(WorkshopEvent):
    """The same for the presenters, the hall or one stage; null when it is withdrawn."""

    name: ClassVar[str] = "announcements.changed_here"
    head: int
    id: int
    audience: str
    stage: int | None
    announcement: AnnouncementSeen | None

    @property
    def room(self) -> str:
        """The presenters and organizers, or everybody whose page stands in the hall or at the stage."""
        return room_for(self.workshop, self.audience, self.stage)


@dataclass(frozen=True, kw_only=True)
class HeadTold(WorkshopEvent):
    """Every few seconds the number of the newest change, so that a page that missed one enters again."""

    name: ClassVar[str] = "announcements.head_told"
    is_lossy: ClassVar[bool] = True
    head: int


@dataclass(frozen=True, kw_only=True)
class Dismissed(WorkshopEvent):
    """The person has dismissed these, on whichever page, and has so many unread ones left."""

    name: ClassVar[str] = "announcements.dismissed"
    person: int
    announcements: list[int]
    unread: int

    @property
    def room(self) -> str:
        """The open pages of this one person."""
        return room_of_person(self.workshop, self.person)


EVENTS = (Changed, ChangedHere, HeadTold, Dismissed)
