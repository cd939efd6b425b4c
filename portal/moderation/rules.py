"""What is reported and why, what becomes of it, and what moderators may do about somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

LONGEST_WORDS = 1000
LONGEST_REASON = 300
LONGEST_NOTE = 2000
MOST_AROUND = 5
"""How many messages before and after a reported one a moderator reads with it."""

MOST_LISTED = 200
MODERATION = "moderation"
"""The kind of the one thread to which notices about reports belong; nobody writes there."""


class Kind(StrEnum):
    """What is reported."""

    MESSAGE = auto()
    PERSON = auto()
    QUESTION = auto()
    POSTER = auto()


KINDS: Mapping[str, str] = {
    Kind.MESSAGE: "a message",
    Kind.PERSON: "a person",
    Kind.QUESTION: "a question",
    Kind.POSTER: "a poster",
}

REASONS: Mapping[str, str] = {
    "insult": "Insult, threat or harassment",
    "spam": "Spam or advertising",
    "private": "Private data of somebody",
    "off": "Offensive or out of place",
    "other": "Something else",
}
"""Why somebody reports; in words."""


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = auto()
    RESOLVED = auto()


OUTCOMES: Mapping[str, str] = {
    "acted": "The moderators have acted on it.",
    "talked": "The moderators have talked to the person.",
    "nothing": "The moderators found nothing against the rules.",
    "passed_on": "The moderators have passed it on to the organizers.",
}
"""What became of a case, as those read it who reported it."""


class Measure(StrEnum):
    """What moderators do; each has an undo."""

    HIDE = auto()
    SILENCE = auto()
    REMOVE = auto()
    BAN = auto()
    LOCK = auto()


DONE: Mapping[str, str] = {
    Measure.HIDE: "message hidden",
    Measure.SILENCE: "silenced",
    Measure.REMOVE: "removed from a room",
    Measure.BAN: "banned",
    Measure.LOCK: "room locked",
}

TOLD: Mapping[str, str] = {
    Measure.HIDE: "A message of yours is hidden",
    Measure.SILENCE: "You are silenced: you can read and listen, and write to the help desk only",
    Measure.REMOVE: "You were removed from a room",
    Measure.BAN: "You can no longer take part",
    Measure.LOCK: "A room is locked",
}
"""The same, to the person whom it concerns."""

SILENCES: Mapping[str, str] = {"10": "10 minutes", "60": "1 hour", "end": "until the end of the workshop"}
REMOVALS: Mapping[str, str] = {"10": "10 minutes", "60": "1 hour", "1440": "1 day"}
"""For how long; in minutes where it is a number."""


@dataclass(frozen=True)
class Reported:
    """A thing that can be reported, as its feature describes it.

    `person_id` is whom it is about, None for nobody; `path` is where it is seen, below the workshop's address.
    """

    words: str
    path: str
    person_id: int | None = None
    person_name: str = ""


@dataclass(frozen=True)
class Report:
    """Why somebody reports a thing."""

    reason: str
    words: str


@dataclass(frozen=True)
class Act:
    """A measure as a moderator asks for it; `case_id` is the case that it answers, if any."""

    reason: str
    length: str = ""
    case_id: int | None = None


@dataclass(frozen=True)
class Target:
    """A person in one workshop, as permissions see them."""

    workshop_id: int
    person_id: int
    roles: frozenset[str]


def silence_until(length: str, at: datetime, ends_on: date | None, zone: ZoneInfo) -> datetime:
    """When a silence ends; without a last day of the workshop, “the end” is in thirty days."""
    if length != "end":
        return at + timedelta(minutes=int(length))
    if ends_on is None:
        return at + timedelta(days=30)
    end = datetime.combine(ends_on + timedelta(days=1), time(), zone)
    return max(end, at + timedelta(hours=1))


def room_of(workshop_id: int) -> str:
    """The moderators who look at the queue."""
    return f"moderation:{workshop_id}"
