"""The form, its questions and codes, and what somebody sends in, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

LONGEST_TEXT = 300
LONGEST_HELP = 500
LONGEST_OPTION = 200
LONGEST_SHORT = 300
LONGEST_LONG = 4000
LONGEST_CONSENT = 10_000
LONGEST_CODE = 60
MOST_OPTIONS = 30
MOST_QUESTIONS = 40
MOST_DOMAINS = 200
MOST_CODES = 200
MOST_SEATS = 100_000


class Kind(StrEnum):
    """How a question is answered."""

    SHORT = auto()
    LONG = auto()
    SINGLE = auto()
    MULTIPLE = auto()
    CHECKBOX = auto()


CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE})


class Phase(StrEnum):
    """Where the form stands in time."""

    AHEAD = auto()
    OPEN = auto()
    OVER = auto()
    CLOSED = auto()


@dataclass(frozen=True)
class QuestionDraft:
    """One more thing to ask."""

    kind: Kind
    text: str
    help: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Question(QuestionDraft):
    """A question that is asked, with its id."""

    id: int = 0

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"q{self.id}"


@dataclass(frozen=True)
class CodeDraft:
    """A new code; without `uses` it works without end, without roles it makes an attendee."""

    code: str
    uses: int | None = None
    roles: tuple[str, ...] = ("attendee",)


@dataclass(frozen=True)
class Form:
    """What an organizer sets; without anything set, everybody may ask at any time.

    `capacity` is of everybody who is accepted, `onsite_capacity` of those among them who come.
    """

    way: str = "approval"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    onsite_capacity: int | None = None
    is_onsite_offered: bool = False
    is_waitlist_on: bool = True
    intro: str = ""
    consent: str = ""
    domains: tuple[str, ...] = ()

    def phase(self, at: datetime) -> Phase:
        if self.way == "closed":
            return Phase.CLOSED
        if self.opens_at is not None and at < self.opens_at:
            return Phase.AHEAD
        return Phase.OVER if self.closes_at is not None and at >= self.closes_at else Phase.OPEN


@dataclass(frozen=True)
class Application:
    """What somebody sends in; `answers` by the id of the question, as text."""

    note: str = ""
    attendance: str = ""
    answers: Mapping[str, str | list[str]] = field(default_factory=dict)
    has_agreed: bool = False
    code: str = ""
