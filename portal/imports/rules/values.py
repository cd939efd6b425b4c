"""A draft as plain rows of values, in the words and lengths of the store."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from portal.imports.rules.draft import (
    Draft,
    DraftDate,
    DraftPaper,
    DraftPerson,
    DraftSession,
    DraftWorkshop,
    Link,
    Speaker,
)

Plain = dict[str, Any]


def session_values(entry: DraftSession) -> Plain:
    """A session; a talk has the same without the two marks."""
    return {**talk_values(entry), "is_streamed": entry.is_streamed, "is_social": entry.is_social}


def talk_values(entry: DraftSession) -> Plain:
    local = "–".join(part for part in (entry.local_time, entry.local_end) if part)
    return {
        "title": clip(entry.title, 500),
        "kind": clip(entry.kind, 40),
        "starts_at": moment(entry.starts_at),
        "ends_at": moment(entry.ends_at),
        "is_end_inferred": entry.is_end_inferred,
        "local_time": "" if entry.starts_at else clip(local, 40),
        "mode": str(entry.mode or ""),
        "abstract": entry.abstract or "",
        "speakers": _people(entry.speakers),
        "links": links(entry.links),
    }


def paper_values(paper: DraftPaper) -> Plain:
    return {
        "key": paper.key or "",
        "title": clip(paper.title, 500),
        "authors": _people(paper.authors),
        "abstract": paper.abstract or "",
        "tags": [paper.kind] if paper.kind else [],
        "links": links(paper.links),
    }


def date_values(one: DraftDate) -> Plain:
    is_moment = isinstance(one.at, datetime)
    return {
        "title": clip(one.title, 300),
        "on": None if is_moment or one.at is None else one.at.isoformat(),
        "at": moment(one.at) if isinstance(one.at, datetime) else None,
        "text": clip(one.text, 500),
    }


def member_values(people: Iterable[DraftPerson]) -> list[Plain]:
    """One row for each part that a person plays."""
    return [
        {
            "part": clip(part, 40),
            "name": clip(person.name, 120),
            "affiliation": clip(person.affiliation or "", 200),
            "url": person.url if person.url and is_web(person.url) and len(person.url) <= 500 else "",
        }
        for person in people
        for part in person.roles or ("organizer",)
    ]


def is_part_of(text: Any, whole: str) -> bool:
    """Whether each paragraph of a text stands in another one already."""
    paragraphs = {part.strip() for part in str(text or "").split("\n\n")}
    return paragraphs <= {part.strip() for part in whole.split("\n\n")} | {""}


def workshop_values(workshop: DraftWorkshop) -> Plain:
    """What the pages say of the workshop itself; what they do not say is left out."""
    room = f"room {workshop.room}" if workshop.room else None
    said = {
        "title": clip(workshop.title or "", 300),
        "short_title": clip(workshop.short_title or "", 60),
        "subtitle": clip(workshop.subtitle or "", 300),
        "about": workshop.about,
        "place": clip(", ".join(filter(None, (workshop.venue, workshop.place, room))), 200),
        "contact": clip(workshop.contact or "", 254),
        "starts_on": workshop.starts_on and workshop.starts_on.isoformat(),
        "ends_on": workshop.ends_on and workshop.ends_on.isoformat(),
        "time_zone": workshop.time_zone,
        "links": [
            {"url": link.url, "label": link.title or ""}
            for link in workshop.links
            if link.kind != "stream" and is_web(link.url)
        ],
    }
    return {name: value for name, value in said.items() if value}


def rows_of(draft: Draft) -> dict[str, list[Plain]]:
    """The simple lists of a draft."""
    return {
        "topics": [{"text": clip(topic, 500)} for topic in draft.topics],
        "dates": [date_values(one) for one in draft.important_dates],
        "news": [{"on": one.on and one.on.isoformat(), "text": one.text} for one in draft.news],
        "people": member_values(draft.people),
    }


def left_out(draft: Draft) -> list[str]:
    """Addresses that no page may link to."""
    entries = [entry for session in draft.sessions for entry in session.entries()]
    of_entries = [link for entry in entries for link in entry.links]
    of_papers = [link for paper in draft.papers for link in paper.links]
    urls = [link.url for link in (*draft.workshop.links, *of_entries, *of_papers)]
    urls += [person.url for person in draft.people if person.url]
    return [url for url in dict.fromkeys(urls) if not is_web(url)]


def links(given: Iterable[Link]) -> list[Plain]:
    return [
        {"kind": clip(link.kind, 20), "url": link.url, "label": clip(link.title or "", 200)}
        for link in given
        if is_web(link.url)
    ]


def is_web(url: str) -> bool:
    """Whether a page may link there."""
    return url.startswith(("https://", "http://", "mailto:")) and not any(sign in url for sign in ' <>"\n\t')


def clip(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def moment(at: datetime | None) -> str | None:
    """An instant as it is kept beside a row: in UTC, so that two zones of one instant are the same."""
    return at.astimezone(UTC).isoformat() if at else None


def attributes(values: Mapping[str, Any]) -> Plain:
    """Plain values as the columns want them."""
    readers = {
        "starts_at": _instant,
        "ends_at": _instant,
        "at": _instant,
        "on": _day,
        "starts_on": _day,
        "ends_on": _day,
    }
    return {name: readers[name](value) if name in readers else value for name, value in values.items()}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _people(people: Iterable[Speaker]) -> list[Plain]:
    return [{"name": clip(one.name, 120), "affiliation": clip(one.affiliation or "", 200)} for one in people]
