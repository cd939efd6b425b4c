"""Time zones: named by an option, stated by a page, or known from the city of the workshop."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from portal.errors import Invalid
from portal.imports.readers.dates import tidy_offset

# The cities where the workshops of large conferences meet. A city is evidence, so it is always reported.
CITIES = {
    "Abu Dhabi": "Asia/Dubai",
    "Addis Ababa": "Africa/Addis_Ababa",
    "Amsterdam": "Europe/Amsterdam",
    "Athens": "Europe/Athens",
    "Atlanta": "America/New_York",
    "Baltimore": "America/New_York",
    "Bangkok": "Asia/Bangkok",
    "Barcelona": "Europe/Madrid",
    "Berlin": "Europe/Berlin",
    "Boston": "America/New_York",
    "Brisbane": "Australia/Brisbane",
    "Brussels": "Europe/Brussels",
    "Budapest": "Europe/Budapest",
    "Chicago": "America/Chicago",
    "Copenhagen": "Europe/Copenhagen",
    "Dubai": "Asia/Dubai",
    "Dublin": "Europe/Dublin",
    "Dubrovnik": "Europe/Zagreb",
    "Edinburgh": "Europe/London",
    "Eindhoven": "Europe/Amsterdam",
    "Helsinki": "Europe/Helsinki",
    "Hong Kong": "Asia/Hong_Kong",
    "Honolulu": "Pacific/Honolulu",
    "Istanbul": "Europe/Istanbul",
    "Jeju": "Asia/Seoul",
    "Kigali": "Africa/Kigali",
    "Kyoto": "Asia/Tokyo",
    "Lisbon": "Europe/Lisbon",
    "London": "Europe/London",
    "Long Beach": "America/Los_Angeles",
    "Los Angeles": "America/Los_Angeles",
    "Macau": "Asia/Macau",
    "Madrid": "Europe/Madrid",
    "Marrakech": "Africa/Casablanca",
    "Melbourne": "Australia/Melbourne",
    "Mexico City": "America/Mexico_City",
    "Miami": "America/New_York",
    "Milan": "Europe/Rome",
    "Montreal": "America/Toronto",
    "Munich": "Europe/Berlin",
    "Nashville": "America/Chicago",
    "New Orleans": "America/Chicago",
    "New York": "America/New_York",
    "Oslo": "Europe/Oslo",
    "Paris": "Europe/Paris",
    "Philadelphia": "America/New_York",
    "Prague": "Europe/Prague",
    "Punta Cana": "America/Santo_Domingo",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Rome": "Europe/Rome",
    "San Diego": "America/Los_Angeles",
    "San Francisco": "America/Los_Angeles",
    "Seattle": "America/Los_Angeles",
    "Seoul": "Asia/Seoul",
    "Shanghai": "Asia/Shanghai",
    "Singapore": "Asia/Singapore",
    "Stockholm": "Europe/Stockholm",
    "Sydney": "Australia/Sydney",
    "Tokyo": "Asia/Tokyo",
    "Toronto": "America/Toronto",
    "Tucson": "America/Phoenix",
    "Valencia": "Europe/Madrid",
    "Vancouver": "America/Vancouver",
    "Vienna": "Europe/Vienna",
    "Zurich": "Europe/Zurich",
}
# Abbreviations that mean one zone among workshops; CST and IST mean several and are left out.
NAMES = {
    "HST": "Pacific/Honolulu",
    "Hawaii Time": "Pacific/Honolulu",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "Pacific Time": "America/Los_Angeles",
    "MDT": "America/Denver",
    "Mountain Time": "America/Denver",
    "CDT": "America/Chicago",
    "Central Time": "America/Chicago",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "Eastern Time": "America/New_York",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "BST": "Europe/London",
    "SGT": "Asia/Singapore",
    "Singapore Time": "Asia/Singapore",
    "KST": "Asia/Seoul",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Brisbane",
    "AEDT": "Australia/Sydney",
    "UTC": "UTC",
    "GMT": "UTC",
}
CITY = re.compile(rf"\b({'|'.join(map(re.escape, CITIES))})\b(?:,\s([A-Z][a-zA-Z]+(?:\s[A-Z][a-z]+)?))?")
NAME = re.compile(rf"\b({'|'.join(map(re.escape, sorted(NAMES, key=len, reverse=True)))})\b")
OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-]|−)\s?(\d{1,2})(?::?([0-5]\d))?(?!\d)", re.IGNORECASE)
STATED_OFFSET = re.compile(r"\b(?:UTC|GMT)\s?(?:[+-]|−)\s?\d{1,2}(?::?[0-5]\d)?(?!\d)")
FARTHEST = timedelta(hours=14)


@dataclass(frozen=True)
class Zone:
    """A zone to compute with, and the name that it is stored under."""

    name: str
    info: tzinfo


def named(name: str) -> Zone:
    return Zone(name, ZoneInfo(name))


def read_zone(text: str) -> Zone:
    """The zone that an option names: `America/Chicago`, `UTC-10`, `+05:30`; anything else is refused."""
    asked = text.strip()
    if asked.upper() in NAMES:
        return named(NAMES[asked.upper()])
    known = {name.lower(): name for name in available_timezones()}
    exact = known.get(asked.lower().replace(" ", "_"))
    if exact is not None:
        return named(exact)
    match = OFFSET.fullmatch(asked)
    shift = None if match is None else _shift(match)
    if shift is not None:
        return fixed(shift)
    city = next((zone for city, zone in CITIES.items() if city.lower() == asked.lower()), None)
    cities = {name.rsplit("/", 1)[-1].lower(): name for name in sorted(known.values())}
    near = [known[name] for name in get_close_matches(asked.lower(), known, n=3, cutoff=0.75)]
    near += [cities[name] for name in get_close_matches(asked.lower(), cities, n=3, cutoff=0.7)]
    choices = list(dict.fromkeys([city, *near] if city else near))[:4]
    hint = f" Did you mean {' or '.join(choices)}?" if choices else " A name is like Europe/Vienna or UTC-10."
    raise Invalid(f"There is no time zone “{asked}”.{hint}")


def fixed(shift: timedelta) -> Zone:
    """An offset that never changes; whole hours have a name that databases know, with the opposite sign."""
    hours, rest = divmod(int(shift.total_seconds()), 3600)
    if rest:
        return Zone(tidy_offset(shift), timezone(shift))
    return named("UTC" if hours == 0 else f"Etc/GMT{-hours:+d}")


def _shift(match: re.Match[str]) -> timedelta | None:
    shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return None if shift > FARTHEST else (-shift if match[1] in "-−" else shift)


def stated_zone(text: str, on: date | None, city: Zone | None) -> Zone | None:
    """The zone that a text names; where name and offset disagree, the offset is meant.

    An offset, or the name of a wide zone, becomes the city's own zone when that has the same offset on the day.
    """
    names = [named(NAMES[found[1]]) for found in NAME.finditer(text)]
    offset = STATED_OFFSET.search(text)
    shift = None
    if offset is not None:
        match = OFFSET.search(offset[0])
        shift = None if match is None else _shift(match)
    elif names:
        shift = _offset(names[0], on)
    if shift is None:
        return None
    likely = [*([city] if city else []), *(zone for zone in names if zone.name != "UTC" or offset is None)]
    return next((zone for zone in likely if _offset(zone, on) == shift), None) or fixed(shift)


def _offset(zone: Zone, on: date | None) -> timedelta | None:
    return datetime.combine(on or date(2023, 7, 1), time(12)).replace(tzinfo=zone.info).utcoffset()


@dataclass(frozen=True)
class Place:
    """A city of the table, with the region that the text writes behind it."""

    city: str
    text: str
    zone: Zone


def find_place(text: str) -> Place | None:
    """The first city in the text that the table knows."""
    found = CITY.search(text)
    if found is None:
        return None
    return Place(found[1], found[0], named(CITIES[found[1]]))
