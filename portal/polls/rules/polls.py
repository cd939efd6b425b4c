"""What polls are, where they stand, which way they go, and who is shown the results."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from portal.errors import Conflict, NotAllowed, NotFound

NEVER_TOLD = -1
"""The tally of a poll whose results nobody has heard yet."""
ADDRESS = re.compile("([sw])([1-9][0-9]{0,8})")


class Kind(StrEnum):
    """How people answer."""

    SINGLE = auto()
    MULTIPLE = auto()
    RATING = auto()
    TEXT = auto()
    CLOUD = auto()


class State(StrEnum):
    """Only leaders see a draft; an open poll takes votes; a closed one shows everybody its results."""

    DRAFT = auto()
    OPEN = auto()
    CLOSED = auto()


@dataclass(frozen=True)
class Board:
    """The polls of one session, or of the workshop itself; without a row until the first poll is made."""

    workshop_id: int
    session_id: int | None
    title: str
    head: int = 0
    row_id: int | None = None

    @property
    def address(self) -> str:
        return f"s{self.session_id}" if self.session_id else f"w{self.workshop_id}"


@dataclass(frozen=True)
class Draft:
    """A poll as its maker typed it; `poll_id` when it changes one that is a draft already."""

    address: str
    client_id: str
    title: str
    kind: Kind
    options: tuple[str, ...] = ()
    poll_id: int | None = None


@dataclass(frozen=True)
class Choice:
    """What somebody answers: the places of the options or the stars in `numbers`, or words in `text`."""

    numbers: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Ballot:
    """A vote on its way."""

    poll_id: int
    choice: Choice


@dataclass(frozen=True)
class Turn:
    """A wish to open, close or reopen a poll."""

    poll_id: int
    state: State


def read_address(address: str) -> tuple[str, int]:
    """“s3” are the polls of session 3, “w1” those of workshop 1; raises NotFound for anything else."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise NotFound
    return found[1], int(found[2])


def room_of(address: str) -> str:
    """Everybody who looks at the polls of a place; results are not told here while a poll is open."""
    return f"polls:{address}"


def results_of(poll_id: int) -> str:
    """Those who may see how an open poll stands: who has voted and who leads it."""
    return f"polls-results:{poll_id}"


def address_in(room: str) -> str | None:
    kind, _, address = room.partition(":")
    return address if kind == "polls" else None


def poll_in(room: str) -> int | None:
    kind, _, number = room.partition(":")
    return int(number) if kind == "polls-results" else None


def check_open(state: str) -> None:
    """Raises Conflict for a closed poll, and NotFound for a draft."""
    if state == State.DRAFT:
        raise NotFound
    if state != State.OPEN:
        raise Conflict("This poll is closed. What you chose before counts.")


def check_results(state: str, *, has_voted: bool, leads: bool) -> None:
    """Raises NotAllowed for somebody who has not voted while the poll is open, and NotFound for a draft."""
    if state == State.DRAFT and not leads:
        raise NotFound
    if state == State.OPEN and not has_voted and not leads:
        raise NotAllowed("The results are shown once you have voted.")


def check_turn(before: str, wanted: State) -> None:
    """Raises Conflict for a way that is none: draft → open → closed, and back from closed to open."""
    ways = {(State.DRAFT, State.OPEN), (State.OPEN, State.CLOSED), (State.CLOSED, State.OPEN)}
    if (before, wanted) not in ways:
        raise Conflict("This poll cannot be set back; it can be closed and opened again.")
