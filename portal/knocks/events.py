"""What a visitor hears of the own knock, and what those hear who answer."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.knocks.rules import own_room, queue_room
from portal.threads.rules import room_of as room_at


class OwnSeen(TypedDict):
    """A visitor's own knock: `told` says in words how it stands, `before` how many wait before them."""

    id: int
    wish: str
    state: str
    how: str | None
    note: str
    told: str
    before: int
    at: str


class AskerSeen(TypedDict):
    """Who knocks."""

    id: int
    name: str


class KnockSeen(TypedDict):
    """A knock in the queue: what is wanted in words, and the number of its message where it is a question in the chat."""

    id: int
    wish: str
    person: AskerSeen
    words: str
    later: str
    seq: int | None
    at: str


@dataclass(frozen=True, kw_only=True)
class OwnChanged(Event):
    """How the visitor's own knock at a poster stands now; null when it was taken back."""

    name: ClassVar[str] = "knocks.own_changed"
    poster: int
    person: int
    knock: OwnSeen | None

    @property
    def room(self) -> str:
        """The pages of this one visitor at this poster."""
        return own_room(self.poster, self.person)


@dataclass(frozen=True, kw_only=True)
class QueueChanged(Event):
    """Everybody who waits at a poster, wishes to talk first; `rings`: the one that has just knocked, or null."""

    name: ClassVar[str] = "knocks.queue_changed"
    poster: int
    knocks: list[KnockSeen]
    rings: int | None = None

    @property
    def room(self) -> str:
        """Its presenters, the chairs and the organizers who have the poster open."""
        return queue_room(self.poster)


@dataclass(frozen=True, kw_only=True)
class QuestionMarked(Event):
    """A message of the poster's chat is a question: `mark` is open or answered, or empty where it was taken back."""

    name: ClassVar[str] = "knocks.question_marked"
    thread: int
    seq: int
    mark: str

    @property
    def room(self) -> str:
        """Everybody who entered the poster's thread."""
        return room_at(self.thread)


EVENTS = (OwnChanged, QueueChanged, QuestionMarked)
