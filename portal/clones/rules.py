"""What of a workshop is copied, and how its times move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.errors import Invalid

PARTS: Mapping[str, str] = {
    "pages": "What the pages say: about, place, links, topics, important dates and the people named",
    "form": "How one registers: the way, the form and its questions, the terms and the code of conduct",
    "stages": "The stages and their sources",
    "sessions": "The sessions with their times, without talks and posters",
    "tables": "The tables of the lounge that the organizers set up",
    "mail": "The templates of mailings",
    "team": "The team: who organizes, moderates and helps",
}
"""What can be chosen, in the order in which it is asked."""

MOST_WEEKS = 520

Move = Callable[[datetime], datetime]
"""Where an instant of the old workshop lies in the new one."""


@dataclass(frozen=True)
class Order:
    """A copy as an organizer asks for it."""

    slug: str
    title: str
    weeks: int
    parts: frozenset[str]


def check_weeks(weeks: int) -> int:
    """Raises Invalid for a number that is a mistake."""
    if abs(weeks) > MOST_WEEKS:
        told = f"Choose at most {MOST_WEEKS} weeks."
        raise Invalid(told, fields={"weeks": told})
    return weeks


def by_weeks(weeks: int, zone: ZoneInfo) -> Move:
    """The same weekday and the same time on the wall, whatever summer time does in between."""

    def move(at: datetime) -> datetime:
        on_the_wall = at.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=weeks)
        return on_the_wall.replace(tzinfo=zone, fold=0).astimezone(UTC)

    return move


def by(shift: timedelta) -> Move:
    """So much later, as the clock runs."""

    def move(at: datetime) -> datetime:
        return at + shift

    return move


def day_moved(on: date | None, move: Move, zone: ZoneInfo) -> date | None:
    """Where a day lies that has no time: where its noon does."""
    if on is None:
        return None
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=zone)
    return move(noon.astimezone(UTC)).astimezone(zone).date()
