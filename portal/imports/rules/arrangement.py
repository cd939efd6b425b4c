"""From the rows of a schedule to sessions with talks, on real dates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from portal.imports.rules.clock import DAY, Span
from portal.imports.rules.draft import DraftSession, Problem, Severity

PAUSES = frozenset({"break", "lunch", "setup", "social"})


class Role(StrEnum):
    """What a row is to its neighbours."""

    ENTRY = "entry"
    HEADING = "heading"
    ABSTRACT = "abstract"
    PEOPLE = "people"


@dataclass(frozen=True)
class Row:
    """One row as it was read: the entry without dates, its time of day, and the place of its day."""

    entry: DraftSession
    span: Span | None
    day: int = 0
    role: Role = Role.ENTRY
    talks: "tuple[Row, ...]" = ()

    @property
    def can_hold_talks(self) -> bool:
        return self.entry.kind not in PAUSES


def arrange(
    rows: Iterable[Row], dates: Sequence[date | None], zone: tzinfo | None
) -> tuple[tuple[DraftSession, ...], list[Problem]]:
    """Sessions in the order of the page; every row is a session, a talk, or a part of the one above it."""
    problems: list[Problem] = []
    gathered = _gather(rows, problems)
    nested = _nest(gathered)
    return tuple(_settled(row, after, dates, zone) for row, after in _with_next_start(nested)), problems


def _gather(rows: Iterable[Row], problems: list[Problem]) -> list[Row]:
    """Put the rows that have no time of their own where they belong."""
    done: list[Row] = []
    heading: Row | None = None
    for row in rows:
        if row.span is None and row.role == Role.HEADING:
            done.append(row)
            heading = row
        elif row.span is not None and heading is not None and _continues(heading, row):
            heading = _with_talk(heading, row)
            done[-1] = heading
        elif row.span is not None:
            done.append(row)
            heading = None
        elif done and done[-1].day == row.day:
            done[-1] = _absorb(done[-1], row)
            heading = done[-1] if heading is not None else None
        else:
            problems.append(_homeless(row))
            done.append(row)
    return done


def _continues(heading: Row, row: Row) -> bool:
    return row.day == heading.day and "talk" in row.entry.kind


def _with_talk(session: Row, talk: Row) -> Row:
    return replace(session, talks=(*session.talks, talk))


def _absorb(above: Row, row: Row) -> Row:
    if row.role in (Role.ENTRY, Role.HEADING):
        return _with_talk(above, row)
    target = above.talks[-1] if above.talks else above
    entry = target.entry
    if row.role == Role.PEOPLE:
        entry = replace(entry, speakers=(*entry.speakers, *row.entry.speakers))
    else:
        entry = replace(entry, abstract="\n\n".join(filter(None, (entry.abstract, row.entry.title))))
    target = replace(target, entry=entry)
    return replace(above, talks=(*above.talks[:-1], target)) if above.talks else target


def _homeless(row: Row) -> Problem:
    message = f"The row has no time, and no session stands above it: {row.entry.title}"
    return Problem(row.entry.file, row.entry.line, Severity.WARNING, message)


def _nest(rows: Sequence[Row]) -> list[Row]:
    """A row inside another row's time becomes its talk; breaks hold none and are none."""
    done: list[Row] = []
    for row in rows:
        holder = done[-1] if done else None
        if holder is not None and _is_inside(row, holder):
            done[-1] = _with_talk(holder, row)
        else:
            done.append(row)
    return done


def _is_inside(row: Row, holder: Row) -> bool:
    inner, outer = row.span, holder.span
    if inner is None or outer is None or inner.end is None or outer.end is None:
        return False
    if row.day != holder.day or not holder.can_hold_talks or not row.can_hold_talks or row.talks:
        return False
    if not (inner.is_possible and outer.is_possible):
        return False
    times = (inner.start.minutes, inner.end.minutes)
    whole = (outer.start.minutes, outer.end.minutes)
    return times != whole and whole[0] <= times[0] and times[1] <= whole[1]


def _first_start(row: Row) -> int | None:
    spans = [row.span, *(talk.span for talk in row.talks)]
    return next((span.start.minutes for span in spans if span is not None), None)


def _with_next_start(rows: Sequence[Row]) -> Iterator[tuple[Row, int | None]]:
    """Each row with the start of the next later one on its day, from which an end may be inferred."""
    later: dict[int, list[int]] = {}
    found: list[int | None] = []
    for row in reversed(rows):
        start = _first_start(row)
        ahead = later.setdefault(row.day, [])
        while start is not None and ahead and ahead[-1] <= start:
            ahead.pop()
        found.append(ahead[-1] if ahead and start is not None else None)
        if start is not None:
            ahead.append(start)
    return zip(rows, reversed(found), strict=True)


def _settled(row: Row, after: int | None, dates: Sequence[date | None], zone: tzinfo | None) -> DraftSession:
    on = dates[row.day] if row.day < len(dates) else None
    starts = [*(talk.span.start.minutes for talk in row.talks if talk.span), after]
    talks = tuple(
        _settled(talk, _next_after(talk, starts), dates, zone) if talk.span else talk.entry
        for talk in row.talks
    )
    if row.span is None:
        return _around(replace(row.entry, talks=talks))
    end = row.span.end.minutes if row.span.end is not None and row.span.is_possible else None
    is_inferred = row.span.end is None and not row.span.is_open and after is not None
    if is_inferred:
        end = after
    entry = replace(row.entry, talks=talks)
    if on is None or zone is None:
        local_end = None if row.span.end is None or not row.span.is_possible else str(row.span.end)
        return replace(entry, local_time=str(row.span.start), local_end=local_end)
    if end is not None and end < row.span.start.minutes:
        end += DAY
    starts_at = _moment(on, row.span.start.minutes, zone)
    ends_at = None if end is None else _moment(on, end, zone)
    return replace(entry, starts_at=starts_at, ends_at=ends_at, is_end_inferred=is_inferred)


def _next_after(talk: Row, starts: Sequence[int | None]) -> int | None:
    return next((s for s in starts if talk.span and s is not None and s > talk.span.start.minutes), None)


def _around(session: DraftSession) -> DraftSession:
    """A heading without a time lasts as long as its talks."""
    first = next((talk for talk in session.talks if talk.starts_at or talk.local_time), None)
    if first is None:
        return session
    last = session.talks[-1]
    if first.starts_at is None:
        return replace(session, local_time=first.local_time, local_end=last.local_end)
    return replace(session, starts_at=first.starts_at, ends_at=last.ends_at, is_end_inferred=True)


def _moment(on: date, minutes: int, zone: tzinfo) -> datetime:
    midnight = datetime.combine(on + timedelta(days=minutes // DAY), time())
    return (midnight + timedelta(minutes=minutes % DAY)).replace(tzinfo=zone)
