"""What a search finds, by kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from portal.search.rules.words import Piece, Wanted

MOST_SUGGESTED = 4


class Group(StrEnum):
    """The kinds of things that are found; the value stands in an address."""

    TALKS = "talks"
    SESSIONS = "sessions"
    PAPERS = "papers"
    PEOPLE = "people"


GROUPS: Mapping[Group, tuple[str, str]] = MappingProxyType(
    {
        Group.TALKS: ("Talks", "talk"),
        Group.SESSIONS: ("Sessions", "session"),
        Group.PAPERS: ("Papers", "paper"),
        Group.PEOPLE: ("People", "person"),
    }
)
"""The heading of each group and its noun, in the order of the page."""


@dataclass(frozen=True)
class Hit:
    """A talk, a session or a paper; a talk has also the session in which it takes place."""

    group: Group
    id: int
    title: tuple[Piece, ...]
    names: tuple[Piece, ...]
    text: tuple[Piece, ...]
    session_id: int = 0
    session_title: str = ""
    starts_at: datetime | None = None
    board: str = ""
    tags: tuple[str, ...] = ()

    @property
    def plain_title(self) -> str:
        return "".join(piece.text for piece in self.title)


@dataclass(frozen=True)
class Person:
    """Somebody whom the workshop names, and what it names them for; or who wants to be found, with `person_id`."""

    name: tuple[Piece, ...]
    affiliation: str
    parts: tuple[str, ...]
    hits: tuple[Hit, ...]
    person_id: int | None = None


@dataclass(frozen=True)
class Results:
    """What was found for somebody: the best of each group, and how many there are."""

    wanted: Wanted
    hits: Mapping[Group, tuple[Hit, ...]]
    people: tuple[Person, ...]
    counts: Mapping[Group, int]
    is_partial: bool
    """Whether some pages are closed to this person, so that more may be found after signing in."""

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def groups(self) -> tuple[Group, ...]:
        """Those in which something was found, in the order of the page."""
        return tuple(group for group in GROUPS if self.counts.get(group))
