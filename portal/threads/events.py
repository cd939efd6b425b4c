"""What the people in a thread hear."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event, PeopleSeen, PersonSeen
from portal.threads.rules import room_of


class Entry(TypedDict):
    """An entry of a thread in a list, with the fields of the event that announced it."""

    thread: int
    seq: int
    client_id: str
    kind: str
    author: PersonSeen
    text: str
    posted_at: str


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(Event):
    """Something that everybody in one thread hears."""

    thread: int

    @property
    def room(self) -> str:
        """Everybody who entered the thread."""
        return room_of(self.thread)


@dataclass(frozen=True, kw_only=True)
class MessagePosted(ThreadEvent):
    """A message has its number; `posted_at` is ISO 8601 in UTC."""

    name: ClassVar[str] = "threads.message_posted"
    seq: int
    client_id: str
    kind: str
    author: PersonSeen
    text: str
    posted_at: str


@dataclass(frozen=True, kw_only=True)
class PeopleChanged(ThreadEvent):
    """Who is here, and the newest number, so that a browser that missed a message learns of it."""

    name: ClassVar[str] = "threads.people_changed"
    is_lossy: ClassVar[bool] = True
    head: int
    people: PeopleSeen


EVENTS = (MessagePosted, PeopleChanged)
