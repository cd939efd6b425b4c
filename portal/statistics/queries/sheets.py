"""What organizers take along as files, read page by page, so that a long one never stands in memory whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import selectinload

from portal.access import Actor, Permission, require
from portal.lounge.models import LoungeTable
from portal.posters.models import Poster
from portal.posters.queries import slots_of
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.models import Question, QuestionBoard
from portal.questions.rules import State
from portal.stage.models import Backstage, Stage
from portal.statistics.models import AttendanceStep
from portal.statistics.queries.attendance import place_names
from portal.statistics.queries.tables import (
    AUDIENCES,
    messages_table,
    posters_table,
    questions_table,
    registrations_table,
    sessions_table,
)
from portal.statistics.rules import Cell, Table
from portal.store.work import Work
from portal.threads.models import Message, Thread
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

AT_ONCE = 2000

Rows = list[tuple[Cell, ...]]
After = tuple[Any, ...] | None
ReadPage = Callable[[Work, Workshop, After], tuple[Rows, After]]
"""(work, workshop, where the last page ended) → the next rows, and where they end; None at the end."""


@dataclass(frozen=True)
class Sheet:
    """A file that can be taken along; `is_personal` when it has what people wrote, or who they are."""

    word: str
    title: str
    about: str
    headings: tuple[str, ...]
    read: ReadPage
    is_personal: bool = True


def sheet_to_take(work: Work, actor: Actor, word: str) -> tuple[Workshop, Sheet]:
    """The sheet with this name, for those who may take it along; raises KeyError for none."""
    sheet = SHEETS[word]
    workshop = workshop_of(work, actor)
    require(actor, Permission.EXPORT_TALK if sheet.is_personal else Permission.SEE_STATISTICS, workshop)
    return workshop, sheet


def page_of(work: Work, actor: Actor, word: str, after: After) -> tuple[Rows, After]:
    """The next rows of a sheet."""
    workshop, sheet = sheet_to_take(work, actor, word)
    return sheet.read(work, workshop, after)


def _chats(work: Work, workshop: Workshop, after: After) -> tuple[Rows, After]:
    key = tuple_(Message.thread_id, Message.seq)
    found = (
        select(Message, Thread.kind)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            Thread.workshop_id == workshop.id,
            Thread.audience.in_(AUDIENCES),
            Message.kind == "message",
            Message.target.is_(None),
            Message.deleted_at.is_(None),
            Message.hidden_at.is_(None),
        )
        .order_by(Message.thread_id, Message.seq)
        .limit(AT_ONCE)
    )
    rows = work.session.execute(found if after is None else found.where(key > tuple_(*after))).all()
    names = _thread_names(work, {message.thread_id for message, _ in rows})
    told: Rows = [
        (
            names.get(message.thread_id, kind),
            message.seq,
            message.posted_at,
            message.author_name,
            message.author_role,
            message.text,
        )
        for message, kind in rows
    ]
    last = rows[-1][0] if len(rows) == AT_ONCE else None
    return told, (last.thread_id, last.seq) if last else None


def _thread_names(work: Work, thread_ids: set[int]) -> dict[int, str]:
    """Where each chat is, in words."""
    found: dict[int, str] = {}
    stages = select(Stage.thread_id, Stage.name).where(Stage.thread_id.in_(thread_ids))
    found |= {row.thread_id: f"Stage: {row.name}" for row in work.session.execute(stages)}
    behind = select(Backstage.thread_id, Stage.name).join(Stage, Stage.id == Backstage.stage_id)
    for row in work.session.execute(behind.where(Backstage.thread_id.in_(thread_ids))):
        found[row.thread_id] = f"Backstage: {row.name}"
    posters = select(Poster.thread_id, Poster.board, Poster.title).where(Poster.thread_id.in_(thread_ids))
    for one in work.session.execute(posters):
        found[one.thread_id] = f"Poster: {one.board} {one.title}".replace("  ", " ")
    tables = select(LoungeTable.thread_id, LoungeTable.title).where(LoungeTable.thread_id.in_(thread_ids))
    return found | {one.thread_id: f"Table: {one.title}" for one in work.session.execute(tables)}


def _questions(work: Work, workshop: Workshop, after: After) -> tuple[Rows, After]:
    found = (
        select(Question, ProgrammeSession.title, Talk.title)
        .join(QuestionBoard, QuestionBoard.id == Question.board_id)
        .join(ProgrammeSession, ProgrammeSession.id == QuestionBoard.session_id)
        .outerjoin(Talk, Talk.id == QuestionBoard.talk_id)
        .where(QuestionBoard.workshop_id == workshop.id, Question.state != State.WITHDRAWN)
        .order_by(Question.id)
        .limit(AT_ONCE)
    )
    rows = work.session.execute(found if after is None else found.where(Question.id > after[0])).all()
    told: Rows = [
        (
            session,
            talk or "",
            one.created_at,
            "anonymous" if one.is_anonymous else one.author_name,
            one.text,
            one.votes,
            one.state,
            one.answer,
            one.answered_by,
        )
        for one, session, talk in rows
    ]
    return told, (rows[-1][0].id,) if len(rows) == AT_ONCE else None


def _posters(work: Work, workshop: Workshop, _after: After) -> tuple[Rows, After]:
    found = (
        select(Poster)
        .where(Poster.workshop_id == workshop.id)
        .options(selectinload(Poster.presenters), selectinload(Poster.file), selectinload(Poster.parts))
        .order_by(Poster.position, Poster.id)
    )
    posters = work.session.scalars(found).all()
    slots = slots_of(work, [one.id for one in posters])
    rows: Rows = []
    for one in posters:
        times = slots.get(one.id, [])
        rows.append(
            (
                one.board,
                one.title,
                ", ".join(one.author_names),
                ", ".join(person.name for person in one.presenters),
                ", ".join(person.email for person in one.presenters),
                min((slot.starts_at for slot in times if slot.starts_at), default=None),
                one.file.name if one.file else "",
                one.file.created_at if one.file else None,
                one.slides.name if one.slides else "",
                one.award,
            )
        )
    return rows, None


def _talks(work: Work, workshop: Workshop, _after: After) -> tuple[Rows, After]:
    found = (
        select(Talk, ProgrammeSession.title)
        .join(ProgrammeSession, ProgrammeSession.id == Talk.session_id)
        .where(Talk.workshop_id == workshop.id)
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id, Talk.position)
    )
    rows: Rows = [
        (
            session,
            talk.title,
            talk.kind,
            talk.starts_at,
            talk.ends_at,
            ", ".join(talk.speaker_names),
            talk.mode,
        )
        for talk, session in work.session.execute(found)
    ]
    return rows, None


def _attendance(work: Work, workshop: Workshop, after: After) -> tuple[Rows, After]:
    key = tuple_(AttendanceStep.kind, AttendanceStep.place_id, AttendanceStep.step_at)
    found = (
        select(AttendanceStep)
        .where(AttendanceStep.workshop_id == workshop.id)
        .order_by(AttendanceStep.kind, AttendanceStep.place_id, AttendanceStep.step_at)
        .limit(AT_ONCE)
    )
    steps = work.session.scalars(found if after is None else found.where(key > tuple_(*after))).all()
    names = place_names(work, workshop.id)
    rows: Rows = [
        (
            one.kind,
            names.get((one.kind, one.place_id), "gone"),
            one.step_at,
            round(one.people, 2),
            one.peak,
            one.looks,
        )
        for one in steps
    ]
    last = steps[-1] if len(steps) == AT_ONCE else None
    return rows, (last.kind, last.place_id, last.step_at) if last else None


def _of(table: Callable[[Work, Workshop], Table]) -> ReadPage:
    return lambda work, workshop, _after: (list(table(work, workshop).rows), None)


_SHEETS: Sequence[Sheet] = (
    Sheet(
        "chats",
        "Chats",
        "Every message at stages, behind them, at posters and tables and in the lobby",
        ("where", "number", "at", "name", "role", "message"),
        _chats,
    ),
    Sheet(
        "asked",
        "Questions and answers",
        "Every question to a talk, with its votes and its answer; an anonymous one names nobody",
        ("session", "talk", "at", "name", "question", "votes", "state", "answer", "answered by"),
        _questions,
    ),
    Sheet(
        "presenters",
        "Posters and presenters",
        "Every poster with its authors, its presenters and their addresses, its time and its files",
        (
            "board",
            "title",
            "authors",
            "presenters",
            "addresses",
            "first time",
            "poster",
            "sent",
            "slides",
            "award",
        ),
        _posters,
    ),
    Sheet(
        "talks",
        "Talks",
        "Every talk with its session, its times and its speakers",
        ("session", "talk", "kind", "from", "until", "speakers", "mode"),
        _talks,
    ),
    Sheet(
        "attendance",
        "Attendance",
        "How many people were at each place in each five minutes",
        ("kind", "place", "from", "people on average", "most at once", "times counted"),
        _attendance,
        is_personal=False,
    ),
    Sheet(
        "sessions",
        "Sessions",
        "Who was there and what they did, session by session, as counts",
        (
            "id",
            "session",
            "from",
            "until",
            "most at once",
            "average",
            "minutes watched",
            "questions",
            "votes in polls",
            "messages",
        ),
        _of(sessions_table),
        is_personal=False,
    ),
    Sheet(
        "posters",
        "Poster visits",
        "Visitors, stars and downloads, poster by poster, as counts",
        ("board", "poster", "visitors", "visits", "minutes", "stars", "took a file", "knocks"),
        _of(posters_table),
        is_personal=False,
    ),
    Sheet(
        "messages",
        "Messages by hour",
        "How much was written",
        ("from", "messages"),
        _of(messages_table),
        is_personal=False,
    ),
    Sheet(
        "questions",
        "Questions by hour",
        "How much was asked",
        ("from", "at talks", "at posters"),
        _of(questions_table),
        is_personal=False,
    ),
    Sheet(
        "registrations",
        "Registrations by day",
        "How the number of people grew",
        ("day", "new", "in all"),
        _of(registrations_table),
        is_personal=False,
    ),
)
SHEETS: Mapping[str, Sheet] = {one.word: one for one in _SHEETS}
