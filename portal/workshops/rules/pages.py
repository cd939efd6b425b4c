"""What the pages of a workshop show first: what is past and what is ahead, and who stands under which heading."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

PARTS = {"organizer": "Organizers", "speaker": "Speakers", "panelist": "Panelists", "moderator": "Moderators"}
"""The headings of the people's page; another part is shown as the organizer wrote it."""


class Dated(Protocol):
    """An important date, as far as its time goes."""

    @property
    def on(self) -> date | None: ...

    @property
    def at(self) -> datetime | None: ...


def moment_of(one: Dated, zone: ZoneInfo) -> datetime | None:
    """The instant up to which a date is not past: itself, or the end of its day in the workshop's zone."""
    if one.at is not None or one.on is None:
        return one.at
    return datetime.combine(one.on, time(23, 59, 59), zone).astimezone(UTC)


def time_of(starts_on: date | None, ends_on: date | None, today: date) -> str:
    """Whether a workshop is on `today`, `ahead` or `over`; `open` without a date."""
    if starts_on is None:
        return "open"
    if today < starts_on:
        return "ahead"
    return "today" if today <= (ends_on or starts_on) else "over"


def heading_of(part: str) -> str:
    """The heading over the people of one part."""
    return PARTS.get(part.lower(), part[:1].upper() + part[1:])


def parts_in(parts: Iterable[str]) -> list[str]:
    """The parts that occur, in the order of the page: the known ones first."""
    found = list(dict.fromkeys(parts))
    known = [part for part in PARTS if part in found]
    return known + [part for part in found if part not in known]
