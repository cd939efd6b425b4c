"""What may be asked, in which order questions stand, and what becomes of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Protocol

from portal.errors import Conflict, Invalid, NotFound
from portal.threads.rules import plain_text

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 4000
ADDRESS = re.compile("([st])([1-9][0-9]{0,8})")


class State(StrEnum):
    """Where a question stands. The audience sees it from VISIBLE on; HIDDEN and WITHDRAWN are taken from it."""

    WAITING = auto()
    VISIBLE = auto()
    ANSWERING = auto()
    ANSWERED = auto()
    HIDDEN = auto()
    WITHDRAWN = auto()


SHOWN = frozenset({State.VISIBLE, State.ANSWERING, State.ANSWERED})
OPEN = frozenset({State.VISIBLE, State.ANSWERING})
"""Those that can be voted for, and that go to a poster when the time is over."""
OWN = frozenset({State.WAITING, State.VISIBLE})
"""Those that who asked may still change or take back."""
STATES_TO_SET = frozenset(State) - {State.WITHDRAWN}

RANKS = (State.ANSWERING, State.WAITING, State.VISIBLE, State.ANSWERED, State.HIDDEN)


class Ranked(Protocol):
    """A question, as far as its place among the others goes."""

    @property
    def id(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def is_pinned(self) -> bool: ...

    @property
    def votes(self) -> int: ...


@dataclass(frozen=True)
class Place:
    """What a board belongs to: a session, or a talk in one."""

    workshop_id: int
    session_id: int
    talk_id: int | None
    title: str
    starts_at: datetime | None = None

    @property
    def address(self) -> str:
        return f"t{self.talk_id}" if self.talk_id else f"s{self.session_id}"


@dataclass(frozen=True)
class Board:
    """A board as it stands; one on which nobody has asked yet has no row and these values."""

    place: Place
    head: int = 0
    is_open: bool = True
    allows_anonymous: bool = True
    is_moderated: bool = False
    presenter_ids: frozenset[int] = frozenset()
    row_id: int | None = None

    @property
    def workshop_id(self) -> int:
        return self.place.workshop_id

    @property
    def session_id(self) -> int:
        return self.place.session_id

    @property
    def address(self) -> str:
        return self.place.address


@dataclass(frozen=True)
class Asked:
    """A question before it is kept."""

    address: str
    client_id: str
    text: str
    is_anonymous: bool = False


@dataclass(frozen=True)
class Change:
    """A wish about one question; which fields count depends on the wish."""

    question_id: int
    text: str = ""
    state: State = State.VISIBLE
    is_on: bool = True


@dataclass(frozen=True)
class Rules:
    """How the chair leads a board."""

    address: str
    is_open: bool
    allows_anonymous: bool
    is_moderated: bool


@dataclass(frozen=True)
class HandOver:
    """A wish to send what is open on a board to the thread of a poster."""

    address: str
    thread_id: int


@dataclass(frozen=True)
class PosterRoom:
    """Where questions of a talk may go: a poster, and whether it is that of the same paper."""

    thread_id: int
    title: str
    is_same_paper: bool = False


def read_address(address: str) -> tuple[str, int]:
    """“t12” is the board of talk 12 and “s3” that of session 3; raises NotFound for anything else."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise NotFound
    return found[1], int(found[2])


def room_of(address: str) -> str:
    """Everybody who looks at the board."""
    return f"questions:{address}"


def queue_of(address: str) -> str:
    """Those who lead it, and who see what waits and what is hidden."""
    return f"questions-queue:{address}"


def address_in(room: str) -> str | None:
    """The board whose room this is, or None for another kind of room."""
    kind, _, address = room.partition(":")
    return address if kind == "questions" else None


def rank(question: Ranked) -> tuple[bool, int, int, int]:
    """Pinned first, then what is being answered, then by votes, then by age; what is done comes after what is open."""
    return not question.is_pinned, RANKS.index(State(question.state)), -question.votes, question.id


def clean(text: str, longest: int = LONGEST_QUESTION) -> str:
    """The text as it is kept: normal form, no control characters, no empty edges; raises Invalid."""
    kept = plain_text(text)
    if len(kept) > longest:
        told = f"This has {len(kept)} characters; at most {longest} fit."
        raise Invalid(told, fields={"text": told})
    return kept


def clean_question(text: str) -> str:
    """The same for a question, which may not be empty."""
    kept = clean(text)
    if not kept:
        raise Invalid(
            "Please write your question first.", fields={"text": "Please write your question first."}
        )
    return kept


def check_own(state: str) -> None:
    """Raises Conflict when it is too late to change one's own question."""
    if state not in OWN:
        raise Conflict("The chair has taken this question up, so it stays as it is.")


def check_vote(state: str) -> None:
    """Raises Conflict for a question that nobody can be for any more, and NotFound for one that is not shown."""
    if state not in SHOWN:
        raise NotFound
    if state not in OPEN:
        raise Conflict("This question is answered already.")


def notice_of(title: str, name: str, text: str, votes: int, path: str) -> str:
    """What the thread of a poster is told; its last line is the page that it came from."""
    who = name or "Somebody"
    counted = f" ({votes} {'vote' if votes == 1 else 'votes'})" if votes else ""
    return f"{who} asked at the talk “{title}”{counted}:\n{text}\n{path}"
