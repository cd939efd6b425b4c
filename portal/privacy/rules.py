"""Who is meant when nobody is named, how long things are kept, and which hosts are asked about."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from portal.errors import Invalid

GONE = "Somebody who left"
"""What stands where a name stood."""

OTHER = "another person"
"""What one is told of others in what is kept about oneself."""

GRACE = timedelta(days=7)
EXPORT_KEPT = timedelta(days=7)
WARNING = timedelta(days=14)
WORD = "ERASE"
"""What somebody types who cannot take it back."""

SCHEMA_VERSION = 1
SCHEMA_WORDS = """\
This is a copy of what the portal keeps about you.

index.html   for people: open it in a browser.
data.json    for programs. {"schema": 1, "kinds": {<kind>: {"what": <a line in words>, "rows": [<row>, ...]}}}
             A row is an object with the columns of the store. Instants are ISO 8601 in UTC. Your own number stands where a
             row is about you. Where it is about others too, their number or name is "another person". Secrets, such as
             hashes of passwords, and numbers that only the portal uses are left out.
files/       what you uploaded, as it is stored, with the number of its row in "files" before its name.
"""
"""What the README in a copy says; docs/privacy.md says the same."""

MOST_MONTHS = 120
LONGEST_HOST = 120
HOST = re.compile(r"^[a-z0-9.-]+(:\d{1,5})?$")


class ExportState(StrEnum):
    """How far a copy of somebody's data is."""

    WAITING = auto()
    READY = auto()
    FAILED = auto()


class Kind(StrEnum):
    """What a workshop keeps for a time of its own."""

    CHAT = auto()
    QUESTIONS = auto()
    PRESENCE = auto()
    FILES = auto()
    REGISTRATIONS = auto()


@dataclass(frozen=True)
class About:
    """What a kind is, and what becomes of it, in words."""

    title: str
    what: str
    after: str


KINDS: Mapping[Kind, About] = {
    Kind.CHAT: About(
        "Chats", "messages, reactions and what people were told of them", "The words and the names go."
    ),
    Kind.QUESTIONS: About(
        "Names at questions",
        "who asked or voted for a question",
        "The names and the votes go; the questions and their answers stay.",
    ),
    Kind.PRESENCE: About(
        "What people did",
        "visits, stars, votes, knocks, seats, tours and the like",
        "It goes; counts that name nobody may stay.",
    ),
    Kind.FILES: About(
        "Files", "posters, slides and clips that were uploaded", "They go with their pictures."
    ),
    Kind.REGISTRATIONS: About(
        "Registrations",
        "who had a place, with notes and agreements",
        "They go, except those of the organizers.",
    ),
}
DEFAULT_MONTHS = 12

KIND_OF_TABLE: Mapping[str, Kind] = {
    "messages": Kind.CHAT,
    "message_reactions": Kind.CHAT,
    "thread_hosts": Kind.CHAT,
    "notices": Kind.CHAT,
    "help_requests": Kind.CHAT,
    "questions": Kind.QUESTIONS,
    "question_votes": Kind.QUESTIONS,
    "question_speakers": Kind.QUESTIONS,
    "files": Kind.FILES,
    "registrations": Kind.REGISTRATIONS,
    "conduct_agreements": Kind.REGISTRATIONS,
    "conduct_contacts": Kind.REGISTRATIONS,
    "conduct_reports": Kind.REGISTRATIONS,
    "audit_entries": Kind.REGISTRATIONS,
    "poster_presenters": Kind.REGISTRATIONS,
    "poster_slot_presenters": Kind.REGISTRATIONS,
}
"""Every other table of a workshop that is about people belongs to what people did."""


def kind_of(table: str) -> Kind:
    return KIND_OF_TABLE.get(table, Kind.PRESENCE)


def months_of(chosen: Mapping[str, object], kind: Kind) -> int:
    """How many months a kind is kept, where the organizers may have chosen."""
    months = chosen.get(str(kind), DEFAULT_MONTHS)
    return months if isinstance(months, int) else DEFAULT_MONTHS


def due_at(ends_on: date | None, months: int, zone: ZoneInfo) -> datetime | None:
    """The first moment of the day on which it goes; nothing goes of a workshop that has no dates."""
    if ends_on is None:
        return None
    count = ends_on.month - 1 + months
    year, month = ends_on.year + count // 12, count % 12 + 1
    day = min(ends_on.day, calendar.monthrange(year, month)[1])
    return datetime.combine(date(year, month, day) + timedelta(days=1), time(), zone)


def host_of(text: str) -> str:
    """The host of an address or a host alone, as it is remembered; raises Invalid."""
    host = (urlsplit(text).netloc if "//" in text else text).strip().lower()
    if not HOST.match(host) or len(host) > LONGEST_HOST:
        told = "This is no host, such as player.example.org."
        raise Invalid(told, fields={"host": told})
    return host


def file_of(data_dir: Path, export_id: int, key: str) -> Path:
    """Where the copy of somebody's data lies; its name cannot be guessed."""
    return data_dir / "exports" / f"{export_id}-{key}.zip"


def is_telling(name: str) -> bool:
    """Whether a name can be looked for in the words of others: one short word would be found everywhere."""
    return (len(name.split()) > 1 and len(name) > 4) or "@" in name


def without(text: str, names: Iterable[str]) -> str:
    """The text with a word that names nobody in the place of each of these names, as whole words and in any case.

    A name of a single word is replaced only where it is all there is.
    """
    for name in sorted(names, key=len, reverse=True):
        if not name:
            continue
        if is_telling(name):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", GONE, text, flags=re.IGNORECASE)
        elif text.strip().casefold() == name.casefold():
            text = GONE
    return text


def without_in(value: object, names: Iterable[str]) -> object:
    """The same for every text inside a JSON value."""
    match value:
        case str():
            return without(value, names)
        case list():
            return [without_in(one, names) for one in value]
        case dict():
            return {key: without_in(one, names) for key, one in value.items()}
        case _:
            return value
