"""What those who look at a board hear, and what those who lead it hear besides."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.questions.rules import queue_of, room_of


class AuthorSeen(TypedDict):
    """Who asked."""

    id: int
    name: str


class QuestionSeen(TypedDict):
    """A question as it stands. An anonymous one has no author, for the chair neither.

    `handed`: the thread of a poster that has it. `asked_at` is ISO 8601 in UTC.
    """

    id: int
    text: str
    state: str
    pinned: bool
    author: AuthorSeen | None
    votes: int
    answer: str
    answered_by: str
    asked_at: str
    handed: int | None


class RulesSeen(TypedDict):
    """How the chair leads the board: moderated means that a new question waits for the chair."""

    is_open: bool
    allows_anonymous: bool
    is_moderated: bool


@dataclass(frozen=True, kw_only=True)
class BoardEvent(Event):
    """Something that everybody at one board hears; `board` is its address, as in t12 or s3."""

    board: str

    @property
    def room(self) -> str:
        """Everybody who entered the board."""
        return room_of(self.board)


@dataclass(frozen=True, kw_only=True)
class QuestionChanged(BoardEvent):
    """Change number `head`: this question is new or another; null when the audience does not see it, or no longer."""

    name: ClassVar[str] = "questions.question_changed"
    head: int
    id: int
    question: QuestionSeen | None


@dataclass(frozen=True, kw_only=True)
class QueueChanged(BoardEvent):
    """The same change for those who lead the board: what waits and what is hidden too; null when it was taken back."""

    name: ClassVar[str] = "questions.queue_changed"
    head: int
    id: int
    question: QuestionSeen | None

    @property
    def room(self) -> str:
        """Everybody who entered the queue."""
        return queue_of(self.board)


@dataclass(frozen=True, kw_only=True)
class BoardChanged(BoardEvent):
    """Change number `head`: the chair leads the board otherwise."""

    name: ClassVar[str] = "questions.board_changed"
    head: int
    rules: RulesSeen


@dataclass(frozen=True, kw_only=True)
class VotesCounted(BoardEvent):
    """How many are for these questions (id as text → number), and every few seconds the newest number of the board.

    Votes are no numbered changes: each count replaces the one before.
    """

    name: ClassVar[str] = "questions.votes_counted"
    is_lossy: ClassVar[bool] = True
    votes: dict[str, int]
    head: int | None = None


EVENTS = (QuestionChanged, QueueChanged, BoardChanged, VotesCounted)
