"""`portal programme`: read what a workshop has already published, and bring it in."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from portal.cli.pages_of import echo_json, page_options, problem_lines, read_draft
from portal.cli.programme_import import import_pages
from portal.imports.rules import Draft, DraftSession


@click.group("programme")
def programme() -> None:
    """Bring a workshop's programme in."""


@programme.command("read")
@page_options
@click.option(
    "--json", "as_json", is_flag=True, help="Print everything that was understood as one JSON object."
)
def read(paths: tuple[Path, ...], dates: tuple[datetime, ...], zone: str | None, *, as_json: bool) -> None:
    """Show what the portal understands of the pages of one workshop, and store nothing.

    PATH is a Markdown or HTML page, a folder of them, or a data file. Exits with 0 when everything could be read,
    with 1 when something could not, and with 2 when a path or an option is wrong.
    """
    draft = read_draft(paths, dates, zone)
    if as_json:
        echo_json(draft.as_json())
    else:
        click.echo("\n".join(summary(draft)))
    sys.exit(0 if draft.is_whole else 1)


programme.add_command(import_pages)


def summary(draft: Draft) -> Iterator[str]:
    """The draft for a person: the workshop, the schedule row by row, counts, and the problems last."""
    workshop = draft.workshop
    yield workshop.title or workshop.subtitle or "A workshop without a title"
    place = ", ".join(
        filter(None, (workshop.venue, workshop.place, workshop.room and f"room {workshop.room}"))
    )
    days = _days(workshop.starts_on, workshop.ends_on) or workshop.date_text
    yield from filter(None, (place, days, workshop.time_zone, workshop.contact))
    yield ""
    for session in draft.sessions:
        yield _row(session)
        yield from (f"    {_row(talk)}" for talk in session.talks)
    if draft.sessions:
        yield ""
    yield _counts(draft)
    yield from problem_lines(draft.problems)


def _days(first: date | None, last: date | None) -> str | None:
    if first is None or last is None:
        return None
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _row(session: DraftSession) -> str:
    names = ", ".join(speaker.name for speaker in session.speakers)
    line = f"{_time(session):<13}  {session.kind:<17}  {session.title}"
    return f"{line} — {names}" if names else line


def _time(session: DraftSession) -> str:
    if session.starts_at is None:
        return "–".join(filter(None, (session.local_time, session.local_end)))
    end = f"–{session.ends_at:%H:%M}" if session.ends_at else ""
    return f"{session.starts_at:%H:%M}{end}{'*' if session.is_end_inferred else ''}"


def _counts(draft: Draft) -> str:
    talks = sum(len(session.talks) for session in draft.sessions)
    counts = (
        (len(draft.sessions), "session"),
        (talks, "talk inside a session" if talks == 1 else "talks inside sessions"),
        (len(draft.people), "person" if len(draft.people) == 1 else "people"),
        (len(draft.papers), "paper"),
        (len(draft.topics), "topic"),
        (len(draft.important_dates), "important date"),
        (len(draft.news), "news item"),
        (len(draft.problems), "problem"),
    )
    regular = {"session", "paper", "topic", "important date", "news item", "problem"}
    text = ", ".join(f"{n} {word}{'s' if n != 1 and word in regular else ''}" for n, word in counts if n)
    return f"{text or 'Nothing'}." + (" (* the end is that of the next row)" if _has_inferred(draft) else "")


def _has_inferred(draft: Draft) -> bool:
    return any(entry.is_end_inferred for session in draft.sessions for entry in session.entries())
