"""What the people in a thread hear."""

from dataclasses import dataclass, field
from typing import ClassVar, TypedDict

from portal.events import Event, PeopleSeen, PersonSeen
from portal.threads.rules import desk_room, room_of


class Mention(TypedDict):
    """Somebody whom a text names, as @ and this name."""

    id: int
    name: str


class ReactionSeen(TypedDict):
    """Who reacted to a message with one of the signs: the ids of the people."""

    name: str
    people: list[int]


class Entry(TypedDict):
    """An entry of a thread in a list, with the fields of the event that announced it."""

    thread: int
    seq: int
    client_id: str
    kind: str
    author: PersonSeen
    text: str
    posted_at: str
    mentions: list[Mention]


class ListedEntry(Entry):
    """An entry in a list. An edit, a deletion, a reaction, a hiding or its end has the number of its message in `target`.

    A message has its newest text; what is deleted or hidden has none. `reactions` are those of the newest page and
    of older ones; after a number, each reaction is an entry of its own.
    """

    target: int | None
    edited: bool
    deleted: bool
    hidden: bool
    reactions: list[ReactionSeen]


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(Event):
    """Something that everybody in one thread hears."""

    thread: int

    @property
    def room(self) -> str:
        """Everybody who entered the thread."""
        return room_of(self.thread)


@dataclass(frozen=True, kw_only=True)
class EntryWritten(ThreadEvent):
    """The log has a new entry; `posted_at` is ISO 8601 in UTC."""

    seq: int
    client_id: str
    kind: str
    author: PersonSeen
    text: str
    posted_at: str
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MessagePosted(EntryWritten):
    """A message has its number; `posted_at` is ISO 8601 in UTC."""

    name: ClassVar[str] = "threads.message_posted"


@dataclass(frozen=True, kw_only=True)
class MessageEdited(EntryWritten):
    """The message with the number `target` has another text; `author` is who changed it."""

    name: ClassVar[str] = "threads.message_edited"
    target: int


@dataclass(frozen=True, kw_only=True)
class MessageDeleted(EntryWritten):
    """Nothing is left of the message with the number `target`; `author` is who deleted it, `text` is empty."""

    name: ClassVar[str] = "threads.message_deleted"
    target: int


@dataclass(frozen=True, kw_only=True)
class MessageReacted(EntryWritten):
    """`author` reacts to the message with the number `target`, with the sign that `text` names.

    With the kind “unreaction” they do so no longer; with “reaction” they do, once for each sign.
    """

    name: ClassVar[str] = "threads.message_reacted"
    target: int


@dataclass(frozen=True, kw_only=True)
class MessageHidden(EntryWritten):
    """The message with the number `target` is shown no longer; `author` is who hid it, `text` is empty."""

    name: ClassVar[str] = "threads.message_hidden"
    target: int


@dataclass(frozen=True, kw_only=True)
class MessageShown(EntryWritten):
    """The message with the number `target` is shown again; `text` and `mentions` are its own, as they are now."""

    name: ClassVar[str] = "threads.message_shown"
    target: int


@dataclass(frozen=True, kw_only=True)
class HelpAsked(Event):
    """Something was said at the help desk, in one of its threads; the helpers look again at who waits."""

    name: ClassVar[str] = "threads.help_asked"
    workshop: int
    thread: int

    @property
    def room(self) -> str:
        """The helpers who look at the desk."""
        return desk_room(self.workshop)


@dataclass(frozen=True, kw_only=True)
class PeopleChanged(ThreadEvent):
    """Who is here, and the newest number, so that a browser that missed a message learns of it.

    While nobody moves, `people` is null.
    """

    name: ClassVar[str] = "threads.people_changed"
    is_lossy: ClassVar[bool] = True
    head: int
    people: PeopleSeen | None = None


EVENTS = (
    MessagePosted,
    MessageEdited,
    MessageDeleted,
    MessageReacted,
    MessageHidden,
    MessageShown,
    HelpAsked,
    PeopleChanged,
)
