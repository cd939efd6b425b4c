"""What was done, as counts: by session, by poster, by hour and by day."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.knocks.models import Knock
from portal.polls.models import Poll, PollBoard
from portal.posters.models import Poster, PosterDownload, PosterStar, PosterVisit
from portal.programme.models import ProgrammeSession
from portal.programme.queries import sessions_of
from portal.questions.models import Question, QuestionBoard
from portal.questions.rules import SHOWN
from portal.questions.rules import State as Asked
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.stage.models import Stage
from portal.statistics.queries.attendance import attended_by_place
from portal.statistics.rules import Cell, Kind, Summary, Table, by_hour, grown
from portal.store.work import Work
from portal.threads.models import Message, Thread
from portal.workshops.models import Workshop

NOBODY = Summary(0, 0.0, 0)
AUDIENCES = ("everybody", "backstage")
"""The threads whose messages are counted and exported: what people say to one another alone is nobody's figure."""


def sessions_table(work: Work, workshop: Workshop) -> Table:
    """Each session with who was there and what they did."""
    summaries = attended_by_place(work, workshop.id, Kind.SESSION)
    questions = _pairs(
        work,
        select(QuestionBoard.session_id, func.count())
        .join(Question, Question.board_id == QuestionBoard.id)
        .where(QuestionBoard.workshop_id == workshop.id, Question.state.in_(SHOWN))
        .group_by(QuestionBoard.session_id),
    )
    votes = _pairs(
        work,
        select(PollBoard.session_id, func.sum(Poll.voters))
        .join(Poll, Poll.board_id == PollBoard.id)
        .where(PollBoard.workshop_id == workshop.id, PollBoard.session_id.is_not(None))
        .group_by(PollBoard.session_id),
    )
    said = _pairs(
        work,
        select(ProgrammeSession.id, func.count())
        .join(Stage, Stage.id == ProgrammeSession.stage_id)
        .join(Message, Message.thread_id == Stage.thread_id)
        .where(
            ProgrammeSession.workshop_id == workshop.id,
            Message.posted_at >= ProgrammeSession.starts_at,
            Message.posted_at < ProgrammeSession.ends_at,
            _is_said(),
        )
        .group_by(ProgrammeSession.id),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in sessions_of(work, workshop.id):
        summary = summaries.get(one.id, NOBODY)
        counts = (questions.get(one.id, 0), votes.get(one.id, 0), said.get(one.id, 0))
        if one.id in summaries or any(counts) or one.stage_id:
            rows.append(
                (
                    one.id,
                    one.title,
                    one.starts_at,
                    one.ends_at,
                    summary.peak,
                    round(summary.average, 1),
                    summary.minutes,
                    *counts,
                )
            )
    headings = (
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
    )
    return Table("sessions", "Sessions", headings, rows)


def posters_table(work: Work, workshop: Workshop) -> Table:
    """Each poster with its visitors and what they took along."""
    here = Poster.workshop_id == workshop.id
    visits = (
        select(
            PosterVisit.poster_id, func.count().label("people"), func.sum(PosterVisit.times).label("times")
        )
        .where(PosterVisit.workshop_id == workshop.id)
        .group_by(PosterVisit.poster_id)
    )
    seen = {row.poster_id: (row.people, int(row.times)) for row in work.session.execute(visits)}
    stars = _pairs(
        work,
        select(PosterStar.poster_id, func.count())
        .where(PosterStar.workshop_id == workshop.id)
        .group_by(PosterStar.poster_id),
    )
    taken = _pairs(
        work,
        select(PosterDownload.poster_id, func.count(PosterDownload.person_id.distinct()))
        .join(Poster, Poster.id == PosterDownload.poster_id)
        .where(here)
        .group_by(PosterDownload.poster_id),
    )
    knocks = _pairs(
        work,
        select(Knock.poster_id, func.count())
        .where(Knock.workshop_id == workshop.id)
        .group_by(Knock.poster_id),
    )
    minutes = attended_by_place(work, workshop.id, Kind.POSTER)
    posters = select(Poster.id, Poster.board, Poster.title).where(here).order_by(Poster.position, Poster.id)
    rows: list[tuple[Cell, ...]] = [
        (
            row.board,
            row.title,
            *seen.get(row.id, (0, 0)),
            minutes.get(row.id, NOBODY).minutes,
            stars.get(row.id, 0),
            taken.get(row.id, 0),
            knocks.get(row.id, 0),
        )
        for row in work.session.execute(posters)
    ]
    headings = ("board", "poster", "visitors", "visits", "minutes", "stars", "took a file", "knocks")
    return Table("posters", "Posters", headings, rows)


def messages_table(work: Work, workshop: Workshop) -> Table:
    """How many messages were written in each hour, in all chats that everybody may read."""
    found = select(Message.posted_at).join(Thread, Thread.id == Message.thread_id)
    moments = work.session.scalars(found.where(Thread.workshop_id == workshop.id, _is_said(), _is_open()))
    return Table("messages", "Messages by hour", ("from", "messages"), by_hour(moments))


def questions_table(work: Work, workshop: Workshop) -> Table:
    """How many questions were asked in each hour, at talks and at posters."""
    asked = select(Question.created_at).where(
        Question.workshop_id == workshop.id, Question.state != Asked.WITHDRAWN
    )
    knocked = select(Knock.at).where(Knock.workshop_id == workshop.id, Knock.seq.is_not(None))
    at_talks = dict(by_hour(work.session.scalars(asked)))
    at_posters = dict(by_hour(work.session.scalars(knocked)))
    hours = [at for at, _ in by_hour([*at_talks, *at_posters])]
    rows = [(at, at_talks.get(at, 0), at_posters.get(at, 0)) for at in hours]
    return Table("questions", "Questions by hour", ("from", "at talks", "at posters"), rows)


def registrations_table(work: Work, workshop: Workshop) -> Table:
    """Who came to be registered on each day, in the workshop's own zone; not who took it back."""
    gone = (State.UNCONFIRMED, State.WITHDRAWN, State.DECLINED, State.BANNED)
    found = select(Registration.created_at).where(
        Registration.workshop_id == workshop.id, Registration.state.not_in(gone)
    )
    zone = workshop.zone
    counts = Counter(at.astimezone(zone).date() for at in work.session.scalars(found))
    days = []
    if counts:
        first, last = min(counts), max(counts)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            days.append((datetime.combine(day, time(), zone).astimezone(UTC), counts.get(day, 0)))
    headings = ("day", "new", "in all")
    return Table("registrations", "Registrations by day", headings, grown(days))


def _is_said() -> ColumnElement[bool]:
    """A message, and not an edit, a reaction or what was deleted."""
    return (Message.kind == "message") & Message.target.is_(None) & Message.deleted_at.is_(None)


def _is_open() -> ColumnElement[bool]:
    return Thread.audience.in_(AUDIENCES)


def _pairs(work: Work, found: Select[Any, int]) -> Mapping[int, int]:
    return {key: int(number or 0) for key, number in work.session.execute(found)}
