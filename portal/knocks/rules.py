"""What a knock may be, in words too, and the rooms that hear of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Protocol, Self

from portal.errors import Invalid
from portal.notices.rules import room_of as pages_of
from portal.threads.rules import plain_text
from portal.threads.rules import room_of as room_at

LONGEST_NOTE = 200
SHOWN_FOR = timedelta(hours=1)
"""So long a visitor sees what was answered."""
GONE_AFTER = timedelta(minutes=1)
"""Who wants to talk and has left the room for so long does not wait any more."""


class Wish(StrEnum):
    """What a visitor knocks for; who just looks does not knock."""

    QUESTION = auto()
    TALK = auto()


class State(StrEnum):
    """Waiting is open. Missed: the visitor had to leave before anybody answered."""

    WAITING = auto()
    ANSWERED = auto()
    WITHDRAWN = auto()
    MISSED = auto()


class How(StrEnum):
    """How a presenter answers: by a wave, by asking for patience, as done already; a reply is written into the chat."""

    COME_IN = auto()
    LATER = auto()
    DONE = auto()
    REPLY = auto()


class Reached(StrEnum):
    """Where the presenters were when somebody knocked: in the room, on another page, or nowhere, so that a mail went."""

    HERE = auto()
    NEAR = auto()
    MAIL = auto()
    NOBODY = auto()


@dataclass(frozen=True)
class Draft:
    """A knock as it is made or changed."""

    poster_id: int
    wish: Wish
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What a presenter does with a knock."""

    knock_id: int
    how: How


@dataclass(frozen=True)
class Reply:
    """A written answer; `client_id` makes one that is sent twice one message."""

    knock_id: int
    client_id: str
    text: str


@dataclass(frozen=True)
class Waiting:
    """Who waits at one poster: wishes to talk, open questions, and since when the first of them."""

    talks: int = 0
    questions: int = 0
    oldest_at: datetime | None = None


class Seated(Protocol):
    """Somebody in a room."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True)
class Whereabouts:
    """Who is in front of a poster, and who has any page of the workshop open."""

    here: Collection[int]
    has_a_page: Callable[[int], bool]

    @classmethod
    def at(cls, people: Callable[[str], Collection[Seated]], workshop_id: int, thread_id: int) -> Self:
        """By the rooms that people are in; `people` gives those in a room."""
        here = frozenset(one.id for one in people(room_at(thread_id)))
        return cls(here, lambda person: person in here or bool(people(pages_of(workshop_id, person))))

    def reached(self, presenter_ids: Collection[int]) -> Reached:
        """How the presenters of a poster hear of a knock."""
        if not presenter_ids:
            return Reached.NOBODY
        if any(one in self.here for one in presenter_ids):
            return Reached.HERE
        return Reached.NEAR if any(self.has_a_page(one) for one in presenter_ids) else Reached.MAIL


def clean_note(text: str) -> str:
    """What a visitor writes with the knock, on one line; may be empty. Raises Invalid for one that is too long."""
    note = plain_text(" ".join(text.split()))
    if len(note) > LONGEST_NOTE:
        told = f"At most {LONGEST_NOTE} characters; these are {len(note)}. The chat has room for more."
        raise Invalid(told, fields={"note": told})
    return note


def words_of(wish: str, text: str = "") -> str:
    """What a visitor wants, after their name."""
    told = "would like to talk" if wish == Wish.TALK else "has a question"
    return f"{told}: {text}" if text else told


def waiting_words(wish: str, reached: str, before: int, later_name: str) -> str:
    """What somebody reads who waits."""
    told = {
        Reached.HERE: "The presenter is here and sees that you wait.",
        Reached.NEAR: "Nobody is here; we told them on the page that they have open.",
        Reached.MAIL: "Nobody is here; we told them by e-mail.",
        Reached.NOBODY: "Nobody presents this poster here yet.",
    }[Reached(reached)]
    if later_name:
        told = f"{later_name} says: a little later."
    if before:
        told += f" {before} {'person waits' if before == 1 else 'people wait'} before you."
    return f"{told} Your question stays until it is answered." if wish == Wish.QUESTION else told


def ended_words(state: str, how: str | None, name: str) -> str:
    """What somebody reads who waits no more."""
    if state == State.MISSED:
        return "You were away for more than a minute, so you do not wait any more. Knock again when you like."
    if how == How.COME_IN:
        return f"{name} says: come in."
    return f"{name} answered your question{' in the chat' if how == How.REPLY else ''}."


def mark_of(state: str) -> str:
    """What is beside the message of a question."""
    return {State.WAITING: "open", State.ANSWERED: "answered"}.get(State(state), "")


def own_room(poster_id: int, person_id: int) -> str:
    """The pages on which one visitor waits at one poster."""
    return f"knock:{poster_id}:{person_id}"


def queue_room(poster_id: int) -> str:
    """Those who answer the knocks at one poster."""
    return f"knocks:{poster_id}"
