"""Which date each day of a schedule has: as the page says, as the options say, and otherwise asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayLabel:
    """What the schedule calls a day: a date, a weekday (Monday is 0), or nothing."""

    text: str = ""
    on: date | None = None
    weekday: int | None = None


@dataclass(frozen=True)
class Found:
    """Dates that the pages give to the workshop; not settled when they say "TBC" or name alternatives."""

    dates: tuple[date, ...]
    text: str
    is_settled: bool
    file: str
    line: int | None


@dataclass(frozen=True)
class Calendar:
    """All that is known about the days of a schedule; `given` comes from the options and wins."""

    labels: tuple[DayLabel, ...]
    found: Found | None = None
    given: tuple[date, ...] = ()


def settle(calendar: Calendar) -> tuple[list[date | None], str | None]:
    """One date per day, and the question to ask when some stay open."""
    labels = calendar.labels
    if calendar.given:
        return _from_options(labels, calendar.given)
    dates: list[date | None] = [label.on for label in labels]
    found = calendar.found
    if None in dates and found is not None and found.is_settled:
        dates = _spread(labels, dates, found.dates)
    if None not in dates:
        return dates, None
    return dates, _question(labels, dates, found)


def _from_options(labels: Sequence[DayLabel], given: Sequence[date]) -> tuple[list[date | None], str | None]:
    if len(given) == len(labels):
        return list(given), None
    dates = _spread(labels, [label.on for label in labels], given)
    if None not in dates and len(given) < len(labels):
        return dates, None
    days = "1 day" if len(labels) == 1 else f"{len(labels)} days"
    return (
        dates,
        f"{_count(given)} given, and the schedule has {days}. Give --date once for each day, in order.",
    )


def _spread(
    labels: Sequence[DayLabel], dates: Sequence[date | None], some: Sequence[date]
) -> list[date | None]:
    """Give the open days their dates, by weekday or one to one; leave them open when neither fits."""
    free = [day for day in some if day not in dates]
    spread: list[date | None] = []
    for label, known in zip(labels, dates, strict=True):
        fitting = [day for day in free if day.weekday() == label.weekday]
        spread.append(known or (fitting[0] if len(fitting) == 1 else None))
    still_open = [place for place, day in enumerate(spread) if day is None]
    left = [day for day in free if day not in spread]
    has_weekdays = any(labels[place].weekday is not None for place in still_open)
    if len(still_open) == len(left) and not has_weekdays:
        for place, day in zip(still_open, left, strict=True):
            spread[place] = day
    return spread


def _count(given: Sequence[date]) -> str:
    return "1 date was" if len(given) == 1 else f"{len(given)} dates were"


def _question(labels: Sequence[DayLabel], dates: Sequence[date | None], found: Found | None) -> str:
    open_days = [label for label, day in zip(labels, dates, strict=True) if day is None]
    if found is None:
        return (
            f"The pages do not say on which {_day_word(open_days)}. Give --date YYYY-MM-DD{_each(open_days)}."
        )
    choices = " or ".join(f"--date {day.isoformat()}" for day in found.dates)
    if len(open_days) > 1:
        choices = " ".join(f"--date {day.isoformat()}" for day in found.dates)
    return (
        f"The pages date the workshop “{found.text}”, which does not settle on which {_day_word(open_days)}. "
        f"Give {choices or '--date YYYY-MM-DD'}{_each(open_days)}."
    )


def _day_word(open_days: Sequence[DayLabel]) -> str:
    names = [label.text for label in open_days if label.text]
    if names:
        return f"date these days fall: {', '.join(names)}"
    return "day the schedule takes place" if len(open_days) == 1 else "days the schedule takes place"


def _each(open_days: Sequence[DayLabel]) -> str:
    return "" if len(open_days) == 1 else ", once for each day"
