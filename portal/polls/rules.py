"""What a poll may ask, what a vote may say, and who is shown the results."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from portal.errors import Conflict, Invalid, NotAllowed, NotFound

LONGEST_TITLE = 300
LONGEST_OPTION = 120
LONGEST_TEXT = 280
LONGEST_WORD = 30
MOST_OPTIONS = 12
MOST_WORDS = 3
STARS = 5
FEWEST_FOR_A_WORD = 2
"""A word stands in the cloud when so many people wrote it, so that nobody is known by a word of their own."""
SHOWN_WORDS = 60
NEVER_TOLD = -1
ADDRESS = re.compile("([sw])([1-9][0-9]{0,8})")


class Kind(StrEnum):
    """How people answer."""

    SINGLE = auto()
    MULTIPLE = auto()
    RATING = auto()
    TEXT = auto()
    CLOUD = auto()


WITH_OPTIONS = frozenset({Kind.SINGLE, Kind.MULTIPLE})


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


def clean(text: str, longest: int, field: str) -> str:
    """One line as it is kept: normal form, no control characters; raises Invalid when it is too long."""
    plain = unicodedata.normalize("NFC", text)
    seen = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in plain)
    kept = " ".join(seen.split())
    if len(kept) > longest:
        told = f"This has {len(kept)} characters; at most {longest} fit."
        raise Invalid(told, fields={field: told})
    return kept


def checked_draft(draft: Draft) -> tuple[str, list[str]]:
    """The question and the options as they are kept; raises Invalid."""
    title = clean(draft.title, LONGEST_TITLE, "title")
    if not title:
        raise Invalid("Write what the poll asks.", fields={"title": "Write what the poll asks."})
    if draft.kind not in WITH_OPTIONS:
        return title, []
    options = [kept for one in draft.options if (kept := clean(one, LONGEST_OPTION, "options"))]
    if not 2 <= len(options) <= MOST_OPTIONS:
        told = f"Write 2 to {MOST_OPTIONS} answers, each on a line of its own."
        raise Invalid(told, fields={"options": told})
    if len({one.casefold() for one in options}) < len(options):
        raise Invalid("Two answers are the same.", fields={"options": "Two answers are the same."})
    return title, options


def checked_choice(kind: Kind, options: Sequence[str], choice: Choice) -> Choice:
    """The vote as it is kept; raises Invalid when it is no answer to this poll."""
    if kind == Kind.TEXT:
        text = clean(choice.text, LONGEST_TEXT, "text")
        if not text:
            raise Invalid("Write something first.", fields={"text": "Write something first."})
        return Choice(text=text)
    if kind == Kind.CLOUD:
        words = words_in(choice.text)
        if not words:
            raise Invalid("Write a word first.", fields={"text": "Write a word first."})
        return Choice(text=", ".join(words))
    lowest, highest = (1, STARS) if kind == Kind.RATING else (0, len(options) - 1)
    numbers = tuple(sorted(set(choice.numbers)))
    if not numbers or (kind != Kind.MULTIPLE and len(numbers) > 1):
        raise Invalid("Choose an answer first.", fields={"numbers": "Choose an answer first."})
    if not all(lowest <= one <= highest for one in numbers):
        raise Invalid("There is no such answer.", fields={"numbers": "There is no such answer."})
    return Choice(numbers=numbers)


def words_in(text: str) -> list[str]:
    """The words or short phrases between the commas, each once; raises Invalid for too many or too long ones."""
    parts = [kept for one in re.split("[,;\n]", text) if (kept := clean(one, LONGEST_WORD, "text"))]
    words = list(dict.fromkeys(one.casefold() for one in parts))
    if len(words) > MOST_WORDS:
        told = f"At most {MOST_WORDS} words, with commas between them."
        raise Invalid(told, fields={"text": told})
    return words


def counted(kind: Kind, options: Sequence[str], choices: Iterable[Choice]) -> list[int]:
    """How many chose each option or gave so many stars."""
    first, length = (1, STARS) if kind == Kind.RATING else (0, len(options))
    found = Counter(number for choice in choices for number in choice.numbers)
    return [found[first + place] for place in range(length)]


def cloud_of(choices: Iterable[Choice]) -> list[tuple[str, int]]:
    """The words that enough people wrote, the most frequent first."""
    found = Counter(word for choice in choices for word in words_in(choice.text))
    often = [(word, count) for word, count in found.items() if count >= FEWEST_FOR_A_WORD]
    return sorted(often, key=lambda one: (-one[1], one[0]))[:SHOWN_WORDS]


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
