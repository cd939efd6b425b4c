"""Sites that keep one file per speaker or per session, in folders like `_speakers` and `_schedule`."""

from collections.abc import Iterable
from pathlib import PurePath

from portal.imports.readers.entries import read_entry
from portal.imports.readers.inline import Cell, plain, read_inline
from portal.imports.readers.pages import Page
from portal.imports.readers.people import people_in
from portal.imports.readers.prose import clean
from portal.imports.readers.schedule import Timetable
from portal.imports.readers.times import NoTimeError, read_span
from portal.imports.readers.titles import Columns
from portal.imports.rules import DayLabel, DraftPerson, Problem, Row, Severity

ROLES = {
    "_speakers": "speaker",
    "_keynotes": "speaker",
    "_panelists": "panelist",
    "_organizers": "organizer",
    "_organisers": "organizer",
    "_people": "person",
    "_team": "organizer",
    "_projects": "person",
}
SCHEDULES = frozenset({"_schedule", "_sessions", "_program", "_programme", "_events"})
PAGE_FOLDERS = frozenset({"_pages", "_posts", "_drafts", "_modules", "_includes", "_layouts", "_data"})
HIDDEN = frozenset({"none", "hidden", "draft"})
NAMES = ("name", "title")
AFFILIATIONS = ("affiliation", "affil", "institution", "organization", "description")
ADDRESSES = ("webpage", "website", "homepage", "redirect", "url", "link")


def collection_of(page: Page) -> str | None:
    """The folder of cards that a page belongs to."""
    folders = [part for part in PurePath(page.file).parts[:-1] if part.startswith("_")]
    return folders[-1] if folders and folders[-1] not in PAGE_FOLDERS else None


def read_people_cards(pages: Iterable[Page]) -> list[DraftPerson]:
    """One person per card; a card whose category hides it on the site stays hidden."""
    people: list[DraftPerson] = []
    for page in pages:
        role = ROLES.get(collection_of(page) or "")
        name = page.front.text(*NAMES)
        category = page.front.text("category") or role
        if role is None or name is None or category is None or category.lower() in HIDDEN:
            continue
        affiliation, url = page.front.text(*AFFILIATIONS), page.front.text(*ADDRESSES)
        bio = "\n\n".join(filter(None, (clean(block) for block in page.blocks())))
        is_absolute = url is not None and url.startswith(("http://", "https://"))
        found = DraftPerson(plain(name), affiliation, (category,), url if is_absolute else None, bio or None)
        people.append(found)
    return people


def read_session_cards(pages: Iterable[Page], timetable: Timetable, problems: list[Problem]) -> None:
    """One row per card, in the order of their times."""
    rows = [row for page in pages if collection_of(page) in SCHEDULES for row in _row(page, problems)]
    if not rows:
        return
    if not timetable.days:
        timetable.add_day(DayLabel())
    timetable.places.extend((row.entry.file, 1) for row in rows[:1])
    timetable.rows.extend(sorted(rows, key=lambda row: row.span.start.minutes if row.span else 0))


def _row(page: Page, problems: list[Problem]) -> list[Row]:
    time = page.front.text("time", "when", "start")
    title = page.front.text("title", "name")
    if time is None or title is None:
        return []
    try:
        span = read_span(time)
    except NoTimeError as reason:
        problems.append(Problem(page.file, 1, Severity.ERROR, f"The card was left out, {reason}: {title}"))
        return []
    if span is None:
        message = f"The card was left out, “{time}” is no time of day: {title}"
        problems.append(Problem(page.file, 1, Severity.ERROR, message))
        return []
    return [Row(read_entry(_columns(page, title), page.file, 1), span)]


def _columns(page: Page, title: str) -> Columns:
    speaker = page.front.text("speaker", "speakers", "presenter") or ""
    affiliation = page.front.text("affil", "affiliation")
    if affiliation and len(people_in(speaker)) == 1:
        speaker = f"{speaker} ({affiliation})"
    subtitle = page.front.text("subtitle") or ""
    is_repeated = subtitle.removeprefix("by ") in speaker
    goes_on = subtitle[:1].islower()
    abstract = "\n\n".join(filter(None, (clean(block) for block in page.blocks())))
    lines = [title] if is_repeated else [title, subtitle]
    title_cell = Cell(read_inline((" " if goes_on else "<br>").join(lines)).lines, abstract)
    room = page.front.text("room", "location")
    return Columns(title_cell, read_inline(speaker), room=read_inline(room) if room else None)
