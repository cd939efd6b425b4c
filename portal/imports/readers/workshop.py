"""The workshop of a draft, its people, and the zone of its times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.imports.readers.identity import (
    Names,
    Statement,
    find_city,
    find_contact,
    find_links,
    find_room,
    find_venue,
    short_title,
)
from portal.imports.readers.lists import DEADLINE, Lists
from portal.imports.readers.pages import Page
from portal.imports.readers.prose import about, leftovers, rows_as_text
from portal.imports.readers.schedule import Timetable, is_schedule
from portal.imports.readers.zones import Place, Zone, find_place, stated_zone
from portal.imports.rules import (
    DraftPerson,
    DraftSession,
    DraftWorkshop,
    Found,
    Problem,
    Severity,
)


@dataclass(frozen=True)
class Reading:
    """The pages with what they say."""

    pages: tuple[Page, ...]
    said: tuple[Statement, ...]
    lists: Lists


def find_zone(
    reading: Reading, timetable: Timetable, on: date | None, problems: list[Problem]
) -> Zone | None:
    """What the page states, else what its city implies, which is said; else it is asked for."""
    city = find_city(reading.said)
    heading = next((place for text in timetable.headers if (place := find_place(text)) is not None), None)
    of_city = heading or (city[0] if city else None)
    texts = [*timetable.headers, *(said.text for said in reading.said if _tells_zone(said))]
    stated = (_stated(text, on, of_city) for text in texts)
    found = next(filter(None, stated), None)
    if found is not None:
        return found
    places = timetable.places
    if of_city is not None:
        where = places[0] if heading is not None or city is None else (city[1].file, city[1].line)
        message = (
            f"The time zone {of_city.zone.name} was taken from the city, {of_city.city}. "
            "If the times are of another zone, give --zone."
        )
        problems.append(Problem(*where, Severity.NOTE, message))
        return of_city.zone
    if places:
        message = (
            "The pages do not say in which time zone the schedule is. Give --zone, such as Europe/Vienna."
        )
        problems.append(Problem(*places[0], Severity.QUESTION, message))
    return None


def _stated(text: str, on: date | None, of_city: Place | None) -> Zone | None:
    city = find_place(text) or of_city
    return stated_zone(text, on, city.zone if city else None)


def _tells_zone(said: Statement) -> bool:
    words = said.text.lower()
    return ("time" in words or "timing" in words) and not DEADLINE.search(words)


def describe(
    reading: Reading, names: Names, days: Sequence[date], found: Found | None, zone: Zone | None
) -> DraftWorkshop:
    """The workshop with everything that its pages say of it."""
    pages = reading.pages
    city = find_city(reading.said)
    prose = [part for page in pages for part in about(page, set(names.used))]
    return DraftWorkshop(
        title=names.title,
        short_title=short_title(names.title, reading.said),
        subtitle=names.subtitle,
        venue=find_venue([names.subtitle or "", *(said.text for said in reading.said)]),
        place=city[0].text if city else None,
        room=find_room(reading.said),
        starts_on=min(days, default=None),
        ends_on=max(days, default=None),
        date_text=found.text if found else None,
        time_zone=zone.name if zone else None,
        contact=find_contact(pages),
        about="\n\n".join(prose),
        notes=_notes(pages, reading.lists),
        links=find_links(pages),
    )


def _notes(pages: Iterable[Page], lists: Lists) -> dict[str, str]:
    """The prose beside topics, dates, schedule and the rest, under the name of the part."""
    notes: dict[str, list[str]] = {}
    for page in pages:
        used = {line for file, line in lists.used if file == page.file}
        for section in page.sections:
            tables = [table for table in section.tables if not is_schedule(table, section)]
            texts = [rows_as_text(table) for table in tables if section.subject != "dates"]
            if section.subject != "about":
                texts.insert(0, leftovers(section, used))
            notes.setdefault(section.subject, []).extend(filter(None, texts))
    return {subject: "\n\n".join(texts) for subject, texts in notes.items() if texts}


def everybody(cards: Iterable[DraftPerson], sessions: Iterable[DraftSession]) -> Iterable[DraftPerson]:
    """Everybody whom a card or the schedule names, once, in that order."""
    people = {person.name: person for person in cards}
    for entry in (inner for session in sessions for inner in session.entries()):
        role = "panelist" if entry.kind == "panel" else "speaker"
        for speaker in entry.speakers:
            known = people.get(speaker.name) or DraftPerson(speaker.name)
            roles = tuple(dict.fromkeys((*known.roles, role)))
            affiliation = known.affiliation or speaker.affiliation
            people[speaker.name] = replace(known, roles=roles, affiliation=affiliation)
    return people.values()
