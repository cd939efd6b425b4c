"""What stands in a notebook."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_NOTE = 20_000


@dataclass(frozen=True)
class Link:
    """A word and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Entry:
    """A session, a talk or a poster that somebody starred or saw.

    `kind` is one of these three words; `anchor` is where its page shows it; `files` are slides and the like.
    """

    kind: str
    id: int
    page_id: int
    title: str
    people: tuple[str, ...] = ()
    at: datetime | None = None
    links: tuple[Link, ...] = ()
    files: tuple[tuple[str, int, str], ...] = ()
    url: str = ""
    is_starred: bool = True


@dataclass(frozen=True)
class Said:
    """A question or a message with its answer: where, by whom, and what came back."""

    place: str
    text: str
    at: datetime
    name: str = ""
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True)
class Notebook:
    """Everything that one person takes home."""

    workshop: str
    year: int | None
    place: str
    note: str
    starred: tuple[Entry, ...]
    seen: tuple[Entry, ...]
    asked: tuple[Said, ...]
    told: tuple[Said, ...]
    """What others asked and wrote at one's own talks and posters."""

    @property
    def is_empty(self) -> bool:
        return not (self.note or self.starred or self.seen or self.asked or self.told)
