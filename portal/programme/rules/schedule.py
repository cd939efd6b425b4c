"""When things are: what is on, how a day is laid out, and what an organizer may write down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from portal.errors import Invalid

KINDS = {
    "keynote": "Keynote",
    "invited-talk": "Invited talk",
    "contributed-talk": "Contributed talk",
    "contributed-talks": "Contributed talks",
    "talk": "Talk",
    "panel": "Panel",
    "discussion": "Discussion",
    "poster-session": "Poster session",
    "lightning-talks": "Lightning talks",
    "lightning-talk": "Lightning talk",
    "session": "Session",
    "tutorial": "Tutorial",
    "opening": "Opening",
    "closing": "Closing",
    "awards": "Awards",
    "break": "Break",
    "lunch": "Lunch",
    "social": "Social",
    "setup": "Set-up",
    "other": "Other",
}
"""The kinds of sessions and talks that a form offers; an import may bring others, shown as they are."""

PAUSES = frozenset({"break", "lunch", "setup"})
"""Kinds that nobody comes for."""

LOOKS = {
    "invited-talk": "invited",
    "contributed-talk": "contributed",
    "contributed-talks": "contributed",
    "lightning-talk": "contributed",
    "lightning-talks": "contributed",
    "poster-session": "posters",
    "session": "talk",
    "setup": "break",
}

LINK_KINDS = {
    "slides": "Slides",
    "video": "Video",
    "recording": "Recording",
    "paper": "Paper",
    "papers": "Papers",
    "poster": "Poster",
    "code": "Code",
    "stream": "Stream",
    "poll": "Poll",
    "page": "Web page",
}

MODES = {"": "Not said", "on-site": "On site", "online": "Online", "hybrid": "On site and online"}

OPEN_END = timedelta(hours=1)
"""How long something counts as being on when nobody said when it ends."""


class Timed(Protocol):
    """A session or a talk, as far as its times go."""

    @property
    def starts_at(self) -> datetime | None: ...

    @property
    def ends_at(self) -> datetime | None: ...


# A Timed, always; mypy does not see through Mapped[…] where it checks the bound of a type variable.
Entry = TypeVar("Entry", bound=Any)


class WhatIsOn(NamedTuple, Generic[Entry]):
    """What is on at one instant, the earliest first, and the one thing that begins next."""

    current: list[Entry]
    next: Entry | None


class State(StrEnum):
    """Where an entry stands at one instant."""

    PAST = auto()
    NOW = auto()
    AHEAD = auto()
    OPEN = auto()


@dataclass(frozen=True)
class Day(Generic[Entry]):
    """The entries that begin on one date, in order."""

    on: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class SpeakerDraft:
    """A name on the programme; needs no account."""

    name: str
    affiliation: str = ""


@dataclass(frozen=True)
class LinkDraft:
    """An address beside a session: `kind` is slides, video, paper, code, page or another word."""

    kind: str
    url: str
    label: str = ""


@dataclass(frozen=True)
class EntryDraft:
    """A session or a talk as an organizer describes it in a form; the last two count for sessions only."""

    title: str
    kind: str = "talk"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    speakers: tuple[SpeakerDraft, ...] = ()
    abstract: str = ""
    links: tuple[LinkDraft, ...] = ()
    mode: str = ""
    is_streamed: bool = False
    is_social: bool = False


def end_of(entry: Timed) -> datetime | None:
    """When it ends, or an hour after it began where nobody said."""
    return entry.ends_at or (entry.starts_at + OPEN_END if entry.starts_at else None)


def state_of(entry: Timed, at: datetime) -> State:
    """Whether it is over, on or ahead; OPEN without a date. It is on from the start until the end."""
    end = end_of(entry)
    if entry.starts_at is None or end is None:
        return State.OPEN
    if at < entry.starts_at:
        return State.AHEAD
    return State.NOW if at < end else State.PAST


def what_is_on(entries: Iterable[Entry], at: datetime) -> WhatIsOn[Entry]:
    """What is on at this instant, and what begins next."""
    dated = sorted((one for one in entries if one.starts_at), key=_start)
    current = [one for one in dated if state_of(one, at) == State.NOW]
    ahead = [one for one in dated if state_of(one, at) == State.AHEAD]
    return WhatIsOn(current, ahead[0] if ahead else None)


def days_of(entries: Iterable[Entry], zone: ZoneInfo) -> list[Day[Entry]]:
    """The dated entries by their date in this zone, in the order of time."""
    by_date: dict[date, list[Entry]] = {}
    for one in sorted((one for one in entries if one.starts_at), key=_start):
        by_date.setdefault(_start(one).astimezone(zone).date(), []).append(one)
    return [Day(on, tuple(by_date[on])) for on in sorted(by_date)]


def check_span(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """An end needs a start before it; raises Invalid."""
    if ends_at is None:
        return
    if starts_at is None:
        raise Invalid("An end needs a start.", fields={"starts_at": "is missing beside the end"})
    if ends_at <= starts_at:
        raise Invalid("The end has to be after the start.", fields={"ends_at": "is not after the start"})


def check_inside(talk: Timed, session: Timed) -> None:
    """A talk is given while its session is on; raises Invalid."""
    if talk.starts_at is None or session.starts_at is None:
        return
    last = talk.ends_at or talk.starts_at
    if talk.starts_at < session.starts_at or (session.ends_at and last > session.ends_at):
        told = "This is outside the time of the session."
        raise Invalid(told, fields={"starts_at": told})


def moved(talk: Timed, by: timedelta) -> tuple[datetime | None, datetime | None]:
    """Start and end of a talk whose session has moved."""
    starts_at, ends_at = talk.starts_at, talk.ends_at
    return (starts_at + by if starts_at else None), (ends_at + by if ends_at else None)


def is_for_company(kind: str) -> bool:
    """Whether people have time for each other while a session of this kind is on."""
    return kind in {"break", "lunch", "social"}


def look_of(kind: str) -> str:
    """The class in static/site that colours a kind."""
    return LOOKS.get(kind, kind if kind in KINDS else "other")


def _start(entry: Timed) -> datetime:
    if entry.starts_at is None:
        raise ValueError("only dated entries have an order in time")
    return entry.starts_at
