"""Who is where at this moment, as counts: from the rooms that people are in to the places of each workshop."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from portal.lounge.models import LoungeTable
from portal.posters.models import Poster, PosterSlot
from portal.programme.models import ProgrammeSession
from portal.programme.rules import State, state_of
from portal.stage.models import Stage
from portal.statistics.models import AttendanceStep
from portal.statistics.rules import LOOK, Counted, Kind, floor_to
from portal.store.work import Work
from portal.threads.models import Thread
from portal.workshops.models import Workshop

LONGEST_SESSION = timedelta(days=1)
AROUND = timedelta(days=1)
"""From so long before a workshop until so long after it the steps of the whole are kept also while nobody is there."""

People = frozenset[int]


@dataclass
class Rooms:
    """The people in the rooms of this moment: with a page of a workshop open, and at each thread."""

    pages: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    threads: dict[int, People] = field(default_factory=dict)


def rooms_among(names: Iterable[str], people: Callable[[str], People]) -> Rooms:
    """What the names of the rooms say; `people` tells the ids of those who are in one."""
    rooms = Rooms()
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "notices":
            workshop, _, person = rest.partition(":")
            rooms.pages[int(workshop)].add(int(person))
        elif kind == "thread":
            rooms.threads[int(rest)] = people(name)
    return rooms


def is_counted(work: Work, at: datetime) -> bool:
    """Whether another worker has looked within this half of a minute."""
    found = select(AttendanceStep.looked_at).where(AttendanceStep.looked_at >= floor_to(at, LOOK)).limit(1)
    return work.session.scalar(found) is not None


def counted(work: Work, rooms: Rooms, at: datetime) -> list[Counted]:
    """How many are where; a session that is on and a workshop in its days are there also with nobody."""
    workshops = _workshops(work, rooms, at)
    places = _places(work, rooms.threads, workshops)
    found = [Counted(one, Kind.WORKSHOP, 0, len(rooms.pages.get(one, ()))) for one in workshops]
    for (workshop_id, kind, place_id), thread_id in places.items():
        people = rooms.threads.get(thread_id, frozenset())
        if people:
            found.append(Counted(workshop_id, kind, place_id, len(people)))
    return found + _sessions(work, rooms.threads, workshops, at)


def _workshops(work: Work, rooms: Rooms, at: datetime) -> list[int]:
    day = at.date()
    is_now = (Workshop.starts_on <= day + AROUND) & (
        func.coalesce(Workshop.ends_on, Workshop.starts_on) >= day - AROUND
    )
    found = select(Workshop.id).where(or_(is_now, Workshop.id.in_(tuple(rooms.pages))))
    return list(work.session.scalars(found.order_by(Workshop.id)))


def _places(
    work: Work, threads: Mapping[int, People], workshops: Collection[int]
) -> dict[tuple[int, Kind, int], int]:
    """The thread of each stage, poster, table and lobby that somebody is at."""
    ids = tuple(threads)
    found: dict[tuple[int, Kind, int], int] = {}
    for kind, model in ((Kind.STAGE, Stage), (Kind.POSTER, Poster), (Kind.TABLE, LoungeTable)):
        rows = select(model.workshop_id, model.id, model.thread_id).where(
            model.thread_id.in_(ids), model.workshop_id.in_(workshops)
        )
        found |= {(row.workshop_id, kind, row.id): row.thread_id for row in work.session.execute(rows)}
    lobbies = select(Thread.workshop_id, Thread.id).where(
        Thread.id.in_(ids), Thread.kind == "lobby", Thread.workshop_id.in_(workshops)
    )
    return found | {(row.workshop_id, Kind.LOBBY, 0): row.id for row in work.session.execute(lobbies)}


def _sessions(
    work: Work, threads: Mapping[int, People], workshops: Collection[int], at: datetime
) -> list[Counted]:
    rows = work.session.scalars(
        select(ProgrammeSession).where(
            ProgrammeSession.workshop_id.in_(workshops),
            ProgrammeSession.starts_at <= at,
            ProgrammeSession.starts_at > at - LONGEST_SESSION,
        )
    )
    on = [one for one in rows if state_of(one, at) is State.NOW]
    stages = {one.stage_id for one in on if one.stage_id}
    of_stage = {
        row.id: row.thread_id
        for row in work.session.execute(select(Stage.id, Stage.thread_id).where(Stage.id.in_(stages)))
    }
    boards: dict[int, set[int]] = defaultdict(set)
    slots = (
        select(PosterSlot.session_id, Poster.thread_id)
        .join(Poster, Poster.id == PosterSlot.poster_id)
        .where(PosterSlot.session_id.in_([one.id for one in on]))
    )
    for row in work.session.execute(slots):
        boards[row.session_id].add(row.thread_id)
    found = []
    for one in on:
        rooms = boards[one.id] | ({of_stage[one.stage_id]} if one.stage_id in of_stage else set())
        if not rooms:
            continue
        people = {person for room in rooms for person in threads.get(room, ())}
        found.append(Counted(one.workshop_id, Kind.SESSION, one.id, len(people)))
    return found
