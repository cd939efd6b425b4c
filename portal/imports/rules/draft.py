"""The shapes of a draft, and the JSON that they are printed as."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """A `note` tells, a `question` asks for an option, a `warning` doubts, an `error` could not be read."""

    NOTE = "note"
    QUESTION = "question"
    WARNING = "warning"
    ERROR = "error"


class Mode(StrEnum):
    """Where people take part."""

    ONLINE = "online"
    ON_SITE = "on-site"
    HYBRID = "hybrid"


@dataclass(frozen=True)
class Problem:
    """What a person should look at, with the place in the source where it was seen."""

    file: str
    line: int | None
    severity: Severity
    message: str


@dataclass(frozen=True)
class Link:
    """An absolute address; `kind` is slides, video, paper, papers, code, poster, stream, poll or page."""

    kind: str
    url: str
    title: str | None = None


@dataclass(frozen=True)
class Speaker:
    """A name as the page writes it, without honorifics."""

    name: str
    affiliation: str | None = None


@dataclass(frozen=True)
class Part:
    """One of several things that a single entry of the schedule names at once."""

    title: str
    kind: str
    mode: Mode | None


@dataclass(frozen=True)
class DraftSession:
    """A session, or a talk inside one; a row that only has a time of day keeps it in `local_time`."""

    title: str
    kind: str = "other"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_end_inferred: bool = False
    local_time: str | None = None
    local_end: str | None = None
    speakers: tuple[Speaker, ...] = ()
    links: tuple[Link, ...] = ()
    abstract: str | None = None
    mode: Mode | None = None
    is_streamed: bool = False
    is_social: bool = False
    room: str | None = None
    parts: tuple[Part, ...] = ()
    talks: "tuple[DraftSession, ...]" = ()
    file: str = ""
    line: int | None = None

    def entries(self) -> "Iterator[DraftSession]":
        """Itself, then its talks."""
        yield self
        yield from self.talks


@dataclass(frozen=True)
class DraftPaper:
    """An accepted paper; `key` is the source's own identifier."""

    title: str
    authors: tuple[Speaker, ...] = ()
    abstract: str | None = None
    kind: str | None = None
    key: str | None = None
    links: tuple[Link, ...] = ()
    file: str = ""
    line: int | None = None


@dataclass(frozen=True)
class DraftPerson:
    """Somebody whom the pages name, with every part that they play."""

    name: str
    affiliation: str | None = None
    roles: tuple[str, ...] = ()
    url: str | None = None
    bio: str | None = None


@dataclass(frozen=True)
class DraftDate:
    """An important date: a day, or a moment when the page gives time and zone."""

    title: str
    at: date | datetime | None
    text: str
    time_zone: str | None = None


@dataclass(frozen=True)
class DraftNews:
    """An item of news, in Markdown."""

    on: date | None
    text: str


@dataclass(frozen=True)
class DraftWorkshop:
    """What the pages say about the workshop itself; `about` and `notes` are Markdown."""

    title: str | None = None
    short_title: str | None = None
    subtitle: str | None = None
    venue: str | None = None
    place: str | None = None
    room: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    date_text: str | None = None
    time_zone: str | None = None
    contact: str | None = None
    about: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Draft:
    """All that was understood of the pages of one workshop, and all that was not."""

    workshop: DraftWorkshop = field(default_factory=DraftWorkshop)
    sessions: tuple[DraftSession, ...] = ()
    papers: tuple[DraftPaper, ...] = ()
    people: tuple[DraftPerson, ...] = ()
    topics: tuple[str, ...] = ()
    important_dates: tuple[DraftDate, ...] = ()
    news: tuple[DraftNews, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything could be read; notes and questions do not count against it."""
        return all(problem.severity != Severity.ERROR for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`, in the order in which the fields are declared."""
        return {part.name: _plain(getattr(self, part.name)) for part in fields(self)}


def _plain(value: Any) -> Any:
    match value:
        case date():  # a datetime is a date too
            return value.isoformat()
        case Link(kind=kind, url=url, title=None):
            return {"kind": kind, "url": url}
        case tuple() | list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case str() | int() | None:
            return str(value) if isinstance(value, StrEnum) else value
        case _:
            return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
