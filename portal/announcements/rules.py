"""What is said to whom and for how long, and the rooms that hear it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from portal.errors import Conflict, Invalid
from portal.threads.rules import plain_text

LONGEST_TEXT = 400
LONGEST_MINUTES = 7 * 24 * 60


class Audience(StrEnum):
    """Who is told. The hall and a stage are told on their own pages; the inbox has it for everybody who may go there."""

    ALL = auto()
    PRESENTERS = auto()
    HALL = auto()
    STAGE = auto()


class Kind(StrEnum):
    """An urgent one interrupts a screen reader."""

    NEWS = auto()
    URGENT = auto()


AUDIENCE_WORDS = {
    Audience.ALL: "Everybody",
    Audience.PRESENTERS: "Presenters",
    Audience.HALL: "Poster hall",
    Audience.STAGE: "Stage",
}


@dataclass(frozen=True)
class Draft:
    """An announcement before it is made; `minutes` is None for one that stays until it is dismissed."""

    client_id: str
    text: str
    audience: Audience
    stage_id: int | None = None
    kind: Kind = Kind.NEWS
    minutes: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a page stands: at a stage, in the hall, or in neither."""

    audience: Audience = Audience.ALL
    stage_id: int | None = None

    @property
    def name(self) -> str:
        return place_of(self.audience, self.stage_id)


@dataclass(frozen=True)
class Scope:
    """Whom a draft is for, as permissions see it."""

    workshop_id: int
    audience: Audience


def place_of(audience: str, stage_id: int | None) -> str:
    """The pages that show it: hall, stage:3, or empty for every page."""
    match audience:
        case Audience.STAGE:
            return f"stage:{stage_id or 0}"
        case Audience.HALL:
            return "hall"
        case _:
            return ""


def room_of(workshop_id: int) -> str:
    """Everybody in the workshop."""
    return f"announcements:{workshop_id}:all"


def room_for(workshop_id: int, audience: str, stage_id: int | None = None) -> str:
    """The room of those who are told, so that nobody else ever hears it."""
    if audience == Audience.STAGE:
        return f"announcements:{workshop_id}:stage:{stage_id or 0}"
    return f"announcements:{workshop_id}:{audience}"


def room_of_person(workshop_id: int, person_id: int) -> str:
    """All open pages of one person."""
    return f"announcements:{workshop_id}:person:{person_id}"


def workshop_in(room: str) -> int | None:
    """The workshop whose common room this is, or None for another kind of room."""
    match room.split(":"):
        case ["announcements", workshop, "all"]:
            return int(workshop)
        case _:
            return None


def clean_text(text: str) -> str:
    """The text as it is kept: normal form, no control characters, no empty edges; raises Invalid."""
    kept = plain_text(text)
    told = ""
    if not kept:
        told = "Please write what you want to say."
    elif len(kept) > LONGEST_TEXT:
        told = f"This has {len(kept)} characters; at most {LONGEST_TEXT} fit."
    if told:
        raise Invalid(told, fields={"text": told})
    return kept


def end_of(told_at: datetime, minutes: int | None) -> datetime | None:
    """When it leaves the pages by itself; None for never."""
    return None if minutes is None else told_at + timedelta(minutes=minutes)


def is_over(until: datetime | None, at: datetime) -> bool:
    return until is not None and until <= at


def check_back(until: datetime | None, at: datetime) -> None:
    """Raises Conflict when it is too late to say a withdrawn one again."""
    if is_over(until, at):
        raise Conflict("Its time is over. Make a new announcement instead.")
