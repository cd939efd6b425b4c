"""Planned entries as an iCalendar file (RFC 5545), in the way that Thunderbird and Google read it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from portal.programme.rules import Planned

PRODUCT = "-//Workshop portal//Agenda//EN"
LOOK_AGAIN = timedelta(minutes=15)
LONGEST_ABSTRACT = 2000

AddressOf = Callable[[Planned], str]


def calendar_of(planned: Iterable[Planned], *, name: str, host: str, address_of: AddressOf) -> bytes:
    """The dated ones as events. All times are in UTC, so that no program has to know a zone.

    The same entries always make the same bytes, which lets a calendar program ask whether anything is new.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")  # the older word for the same
    for one in planned:
        if one.starts_at is not None:
            calendar.add_component(_event(one, one.starts_at, host=host, address=address_of(one)))
    return bytes(calendar.to_ical())


def _event(one: Planned, starts_at: datetime, *, host: str, address: str) -> Event:
    """The address stands in three places: Thunderbird opens the location, Google shows only the description."""
    event = Event()
    kind = "talk" if one.key.is_talk else "session"
    event.add("uid", f"{kind}-{one.key.id}@{host}")
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", one.revision)
    event.add("dtstart", starts_at)
    if one.ends_at is not None:
        event.add("dtend", one.ends_at)
    event.add("summary", one.title)
    event.add("location", address)
    event.add("url", address)
    event.add("description", _description(one, address))
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


def _description(one: Planned, address: str) -> str:
    abstract = one.abstract.replace("\r\n", "\n").strip()
    if len(abstract) > LONGEST_ABSTRACT:
        abstract = abstract[:LONGEST_ABSTRACT].rstrip() + "…"
    parts = (
        f"Join: {address}",
        ", ".join(one.speakers),
        f"In “{one.session_title}”" if one.key.is_talk else "",
        "" if one.is_end_given else "The end is not given; an hour is a guess.",
        abstract,
    )
    return "\n\n".join(part for part in parts if part)
