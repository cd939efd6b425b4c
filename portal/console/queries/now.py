"""What is on, who is where and how the machine does, at this moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, func, select

from portal.access import Actor, Permission, require
from portal.console.models import SourceSighting
from portal.console.rules import SourceNow
from portal.lounge.models import LoungeTable
from portal.mail.models import Mail
from portal.mail.rules import REFUSED
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.programme.rules import State as When
from portal.programme.rules import end_of, state_of
from portal.questions.models import Question, QuestionBoard
from portal.questions.rules import OPEN, State
from portal.stage.models import Stage, StreamSource
from portal.stage.queries import stages_of
from portal.stage.rules import FAILS, PLAYS, on_air, report_room, talk_on
from portal.statistics.queries import peak_since, rooms_among
from portal.store.jobs import Job
from portal.store.work import Work
from portal.threads.models import Thread
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

MOST_ROOMS = 8

People = Callable[[str], frozenset[int]]
"""The ids of those who are in a room."""


@dataclass(frozen=True)
class StageNow:
    """A stage at this moment: what is on there or comes next, and the waiting questions of what is on."""

    stage: Stage
    session: ProgrammeSession | None
    talk: Talk | None
    is_on: bool
    ends_at: datetime | None
    people: int
    to_let_through: int
    questions: int
    sources: Sequence[SourceNow]


@dataclass(frozen=True)
class Crowded:
    """A place that people are at: a poster, a table or the lobby; `thread_id` leads there."""

    kind: str
    name: str
    people: int
    thread_id: int


@dataclass(frozen=True)
class Now:
    """The day as it stands. `rooms` are the fullest beside the stages; mails and jobs are those of the whole portal."""

    workshop: Workshop
    connected: int
    peak: int
    stages: Sequence[StageNow]
    rooms: Sequence[Crowded]
    others: int
    mails_waiting: int
    mails_refused: int
    jobs_waiting: int
    jobs_failed: int


def look(work: Work, actor: Actor, at: datetime, rooms: Iterable[str], people: People) -> Now:
    """What those see who run the day."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_CONSOLE, workshop)
    here = rooms_among(rooms, people)
    connected = len(here.pages.get(workshop.id, ()))
    morning = datetime.combine(at.astimezone(workshop.zone), time(), workshop.zone).astimezone(UTC)
    crowded = _crowded(work, workshop.id, here.threads)
    return Now(
        workshop,
        connected,
        max(connected, peak_since(work, workshop.id, morning)),
        _stages(work, workshop, at, here.threads, people),
        crowded[:MOST_ROOMS],
        len(crowded[MOST_ROOMS:]),
        _count(work, Mail, Mail.sent_at.is_(None), ~_is_refused()),
        _count(work, Mail, Mail.sent_at.is_(None), _is_refused()),
        _count(work, Job, Job.done_at.is_(None), Job.due_at <= at),
        _count(work, Job, Job.failure.is_not(None)),
    )


def _is_refused() -> ColumnElement[bool]:
    return func.coalesce(Mail.failure, "").startswith(REFUSED)


def _count(work: Work, model: type[Mail | Job], *conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(model).where(*conditions)
    return work.session.scalar(found) or 0


def _stages(
    work: Work, workshop: Workshop, at: datetime, threads: Mapping[int, frozenset[int]], people: People
) -> list[StageNow]:
    stages = stages_of(work, workshop.id)
    everything = sessions_of(work, workshop.id)
    sightings = _sightings(work, [source.id for stage in stages for source in stage.sources])
    waiting = _questions(work, workshop.id)
    found = []
    for stage in stages:
        session = on_air((one for one in everything if one.stage_id == stage.id), at)
        is_on = session is not None and state_of(session, at) is When.NOW
        talk = talk_on(session.talks, at) if session is not None and is_on else None
        counts = waiting.get(session.id, {}) if session is not None and is_on else {}
        shown = talk or session
        found.append(
            StageNow(
                stage,
                session if session is not None and state_of(session, at) is not When.PAST else None,
                talk,
                is_on,
                end_of(shown) if shown is not None else None,
                len(threads.get(stage.thread_id, ())),
                counts.get(State.WAITING, 0),
                sum(counts.get(state, 0) for state in OPEN),
                [_source(one, sightings.get(one.id), people) for one in stage.sources],
            )
        )
    return found


def _source(source: StreamSource, seen: SourceSighting | None, people: People) -> SourceNow:
    return SourceNow(
        source.seen["label"],
        source.word,
        len(people(report_room(source.id, PLAYS))),
        len(people(report_room(source.id, FAILS))),
        seen.played_at if seen else None,
        seen.failed_at if seen else None,
        seen.failed_name if seen else "",
    )


def _sightings(work: Work, source_ids: Sequence[int]) -> dict[int, SourceSighting]:
    found = select(SourceSighting).where(SourceSighting.source_id.in_(source_ids))
    return {one.source_id: one for one in work.session.scalars(found)}


def _questions(work: Work, workshop_id: int) -> dict[int, dict[str, int]]:
    """How many questions of each session stand in each state."""
    found = (
        select(QuestionBoard.session_id, Question.state, func.count().label("many"))
        .join(Question, Question.board_id == QuestionBoard.id)
        .where(QuestionBoard.workshop_id == workshop_id)
        .group_by(QuestionBoard.session_id, Question.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for row in work.session.execute(found):
        counts.setdefault(row.session_id, {})[row.state] = row.many
    return counts


def _crowded(work: Work, workshop_id: int, threads: Mapping[int, frozenset[int]]) -> list[Crowded]:
    """Posters, tables and the lobby with somebody there, the fullest first."""
    ids = tuple(one for one, there in threads.items() if there)
    found = []
    posters = select(Poster.board, Poster.title, Poster.thread_id)
    for row in work.session.execute(
        posters.where(Poster.thread_id.in_(ids), Poster.workshop_id == workshop_id)
    ):
        name = f"{row.board} {row.title}".strip()
        found.append(Crowded("Poster", name, len(threads[row.thread_id]), row.thread_id))
    tables = select(LoungeTable.title, LoungeTable.thread_id)
    is_here = (LoungeTable.thread_id.in_(ids), LoungeTable.workshop_id == workshop_id)
    found += [
        Crowded("Table", one.title, len(threads[one.thread_id]), one.thread_id)
        for one in work.session.execute(tables.where(*is_here))
    ]
    lobby = select(Thread.id).where(
        Thread.id.in_(ids), Thread.workshop_id == workshop_id, Thread.kind == "lobby"
    )
    found += [Crowded("Lobby", "Lobby", len(threads[one]), one) for one in work.session.scalars(lobby)]
    return sorted(found, key=lambda one: (-one.people, one.name))
