"""Dates as people write them: "December 16, 2023", "28-29th of July 2023 (TBC)", "2023/05/31"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
NTH = r"(?:\s?(?:st|nd|rd|th))?"
DAYS = rf"(?P<first>\d{{1,2}}){NTH}(?:\s?(?P<join>-|–|—|/|&|and|or|to)\s?(?P<last>\d{{1,2}}){NTH})?"
YEAR = r"(?:,?\s{0,3}(?P<year>(?:19|20)\d\d)\b)?"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d\d)(?P<join>[-/.])(?P<month>\d{1,2})(?P=join)(?P<first>\d{1,2})\b",
        rf"\b{DAYS}\s{{0,3}}(?:of\s)?{MONTH}{YEAR}",
        rf"\b{MONTH},?\s{{0,3}}{DAYS}(?!\d|:|\s?[ap]m\b){YEAR}",
    )
)
LOOSE = re.compile(
    r"^[\s,)(]{0,3}(?:\(?\b(?:TBC|TBD|TBA|tentative(?:ly)?|to be (?:confirmed|decided))\b\)?)", re.IGNORECASE
)
ANY_YEAR = re.compile(r"(?:\b|')((?:19|20)\d\d)\b")
AT = re.compile(r"\b(\d{1,2})[:.](\d{2})\s?([ap]\.?m\b)?|\b(\d{1,2})\s?([ap]\.?m)\b", re.IGNORECASE)
ANYWHERE = re.compile(r"\bAoE\b|\banywhere on earth\b", re.IGNORECASE)
OFFSET = re.compile(r"\b(?:UTC|GMT)(?:\s?([+-]|−)\s?(\d{1,2})(?::?(\d{2}))?)?(?!\w)")
WEEKDAY = re.compile(r"^\W*(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateText:
    """Dates found in a text; `is_settled` is false for alternatives and for what is still to be confirmed."""

    days: tuple[date, ...]
    text: str
    is_settled: bool
    start: int
    end: int


def find_dates(text: str) -> list[DateText]:
    """Every date in the text, in order; a year may be taken from elsewhere in it when there is only one."""
    years = set(ANY_YEAR.findall(text))
    only_year = int(years.pop()) if len(years) == 1 else None
    found: list[DateText] = []
    taken = bytearray(len(text))
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            dated = _dated(match, text, only_year)
            if dated is not None and not any(taken[dated.start : dated.end]):
                taken[dated.start : dated.end] = b"\x01" * (dated.end - dated.start)
                found.append(dated)
    return sorted(found, key=lambda dated: dated.start)


def _dated(match: re.Match[str], text: str, only_year: int | None) -> DateText | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups["year"] else only_year
    month = groups["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    first, last = int(groups["first"]), int(groups.get("last") or groups["first"])
    try:
        days = tuple(_from_to(year or 0, number, first, last))
    except ValueError:
        return None
    if not days:
        return None
    loose = LOOSE.match(text[match.end() :])
    join = (groups.get("join") or "").lower() if groups.get("last") else ""
    end = match.end() + (loose.end() if loose else 0)
    is_settled = loose is None and join not in ("/", "or")
    return DateText(days, text[match.start() : end].strip(), is_settled, match.start(), end)


def _from_to(year: int, month: int, first: int, last: int) -> Iterator[date]:
    for day in range(first, min(last, first + 14) + 1):
        yield date(year, month, day)


def weekday_of(text: str) -> int | None:
    """The weekday that a text begins with; Monday is 0."""
    found = WEEKDAY.match(text)
    return WEEKDAYS.index(found[1].lower()[:3]) if found else None


def moment_of(dated: DateText, text: str) -> tuple[date | datetime, str | None]:
    """The moment when the text after a date gives time and zone, otherwise the day alone."""
    day = dated.days[-1]
    rest = text[dated.end :]
    at = AT.search(rest)
    zone, name = _zone(rest)
    if at is None or zone is None:
        return day, name
    hour, minute = int(at[1] or at[4]), int(at[2] or 0)
    suffix = (at[3] or at[5] or "").lower()
    if suffix:
        hour = hour % 12 + (12 if suffix.startswith("p") else 0)
    if hour > 23 or minute > 59:
        return day, name
    return datetime.combine(day, time(hour, minute), zone), name


def _zone(text: str) -> tuple[timezone | None, str | None]:
    if ANYWHERE.search(text):
        return timezone(timedelta(hours=-12)), "AoE"
    found = OFFSET.search(text)
    if found is None:
        return None, None
    sign = -1 if found[1] in ("-", "−") else 1
    shift = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
    if shift > timedelta(hours=14):
        return None, None
    return timezone(sign * shift), "UTC" if found[1] is None else tidy_offset(sign * shift)


def tidy_offset(shift: timedelta) -> str:
    minutes = int(shift.total_seconds()) // 60
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
