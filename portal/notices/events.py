"""What the pages of one person hear of their notices."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.notices.rules import room_of


class NoticeSeen(TypedDict):
    """A notice: what happened in words, the beginning of the message, and where it stands; `at` is ISO 8601 in UTC."""

    id: int
    kind: str
    happened: str
    text: str
    thread: int
    seq: int
    at: str


@dataclass(frozen=True, kw_only=True)
class NoticeEvent(Event):
    """Something about the notices of one person in one workshop."""

    workshop: int
    person: int

    @property
    def room(self) -> str:
        """The open pages of this one person."""
        return room_of(self.workshop, self.person)


@dataclass(frozen=True, kw_only=True)
class NoticeAdded(NoticeEvent):
    """The person is told something new."""

    name: ClassVar[str] = "notices.added"
    notice: NoticeSeen


@dataclass(frozen=True, kw_only=True)
class NoticesSettled(NoticeEvent):
    """These are read, on whichever page, or their message is gone; so many are left unread."""

    name: ClassVar[str] = "notices.settled"
    notices: list[int]
    unread: int


EVENTS = (NoticeAdded, NoticesSettled)
