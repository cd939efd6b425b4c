"""What those who look at the polls of a place hear, and what those hear who have voted."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.polls.rules import results_of, room_of


class WordSeen(TypedDict):
    """A word of a cloud, and how many people wrote it; never fewer than two."""

    word: str
    count: int


class ResultsSeen(TypedDict):
    """How a poll stands. `counts`: in the order of the options, or for one to five stars.

    `texts` are those that a chair has shown, without names; `words` those of a cloud.
    """

    voters: int
    counts: list[int]
    words: list[WordSeen]
    texts: list[str]


class ChoiceSeen(TypedDict):
    """What somebody chose: places of options from 0, or stars, or words."""

    numbers: list[int]
    text: str


class PollSeen(TypedDict):
    """A poll as its audience sees it; `results` is null until it is closed.

    `kind` is single, multiple, rating (one to five stars), text or cloud (up to three words).
    """

    id: int
    title: str
    kind: str
    options: list[str]
    state: str
    results: ResultsSeen | None


@dataclass(frozen=True, kw_only=True)
class PollChanged(Event):
    """Change number `head` of a place: this poll is new or another; null while the audience does not see it."""

    name: ClassVar[str] = "polls.poll_changed"
    board: str
    head: int
    id: int
    poll: PollSeen | None

    @property
    def room(self) -> str:
        """Everybody who entered the polls of the place."""
        return room_of(self.board)


@dataclass(frozen=True, kw_only=True)
class BoardTold(Event):
    """Every few seconds the number of the newest change of a place."""

    name: ClassVar[str] = "polls.head_told"
    is_lossy: ClassVar[bool] = True
    board: str
    head: int

    @property
    def room(self) -> str:
        """Everybody who entered the polls of the place."""
        return room_of(self.board)


@dataclass(frozen=True, kw_only=True)
class ResultsCounted(Event):
    """How an open poll stands, at most twice a second; each replaces the one before. `tally` only grows."""

    name: ClassVar[str] = "polls.results_counted"
    is_lossy: ClassVar[bool] = True
    poll: int
    tally: int
    results: ResultsSeen

    @property
    def room(self) -> str:
        """Those who have voted in it, and those who lead it."""
        return results_of(self.poll)


EVENTS = (PollChanged, BoardTold, ResultsCounted)
