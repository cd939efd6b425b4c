"""From paths to a draft: read the pages, put them in order, settle days and zone, and gather the problems."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from portal.imports.readers.cards import collection_of, read_people_cards, read_session_cards
from portal.imports.readers.identity import find_day, other_titles, read_names, statements
from portal.imports.readers.lists import read_lists
from portal.imports.readers.pages import Page, read_page
from portal.imports.readers.records import once, read_records
from portal.imports.readers.schedule import Timetable, correct_times, is_schedule, read_tables
from portal.imports.readers.sources import read_sources
from portal.imports.readers.timelines import tabulate
from portal.imports.readers.workshop import Reading, describe, everybody, find_zone
from portal.imports.readers.zones import read_zone
from portal.imports.rules import Calendar, Draft, Found, Problem, Severity, arrange, settle


def read_pages(paths: Sequence[Path], *, dates: Sequence[date] = (), zone: str | None = None) -> Draft:
    """Read files and folders of one workshop; `dates` and `zone` settle what the pages leave open.

    Refuses a path that is not there and a zone that does not exist; all else becomes a problem of the draft.
    """
    asked = None if zone is None else read_zone(zone)
    problems: list[Problem] = []
    sources = read_sources(paths, problems)
    data = [read_records(source, problems) for source in sources if source.is_data]
    pages = [read_page(source, problems) for source in sources if not source.is_data]
    pages.extend(page for page, _ in data)
    # The page with the schedule speaks last, so that the others introduce the workshop.
    for page in pages:
        tabulate(page)
    pages.sort(key=_has_schedule)
    cards = [page for page in pages if collection_of(page) is not None]
    pages = [page for page in pages if collection_of(page) is None]
    reading = Reading(tuple(pages), tuple(statements(pages)), read_lists(pages))
    timetable = Timetable()
    for page in pages:
        read_tables(page, timetable, problems)
    read_session_cards(cards, timetable, problems)
    found = find_day(reading.said, reading.lists.dates)
    days, question = settle(Calendar(tuple(timetable.days), found, tuple(dates)))
    zone_found = asked or find_zone(reading, timetable, next(iter(days), None), problems)
    if question is not None and timetable.days:
        where = (found.file, found.line) if found and found.file else timetable.places[0]
        problems.append(Problem(*where, Severity.QUESTION, question))
    rows = correct_times(timetable, problems)
    sessions, unplaced = arrange(rows, days, zone_found.info if zone_found else None)
    problems.extend(unplaced)
    names = read_names(pages)
    other_titles(pages, names.title, problems)
    known = [day for day in days if day is not None] or _days(found, dates)
    return Draft(
        workshop=describe(reading, names, known, found, zone_found),
        sessions=sessions,
        papers=tuple(once(paper for _, papers in data for paper in papers)),
        people=tuple(everybody(read_people_cards(cards), sessions)),
        topics=reading.lists.topics,
        important_dates=reading.lists.dates,
        news=reading.lists.news,
        problems=tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0))),
    )


def _has_schedule(page: Page) -> bool:
    return any(is_schedule(table, section) for section in page.sections for table in section.tables)


def _days(found: Found | None, given: Sequence[date]) -> list[date]:
    if given:
        return list(given)
    return list(found.dates) if found is not None and found.is_settled else []
