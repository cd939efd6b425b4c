"""The steps of attendance, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Float, cast, func, select

from portal.access import Actor, Permission, require
from portal.lounge.models import LoungeTable
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession
from portal.programme.queries import sessions_of
from portal.stage.models import Stage
from portal.statistics.models import AttendanceStep
from portal.statistics.rules import Kind, Summary, Table, minutes_of, summary_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

WHOLE = 0
HEADINGS = ("from", "people on average", "most at once", "times counted")


@dataclass(frozen=True)
class Attended:
    """The five-minute steps of one place, and what they say together."""

    steps: Sequence[AttendanceStep]
    summary: Summary

    def table(self, word: str, title: str) -> Table:
        rows = [(one.step_at, round(one.people, 1), one.peak, one.looks) for one in self.steps]
        return Table(word, title, HEADINGS, rows)


def workshop_to_count(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may read its statistics."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_STATISTICS, workshop)
    return workshop


def session_to_count(work: Work, actor: Actor, session_id: int) -> ProgrammeSession:
    """One session, for the same people."""
    session = work.get_in(actor.workshop_id, ProgrammeSession, session_id)
    require(actor, Permission.SEE_STATISTICS, session)
    return session


def peak_since(work: Work, workshop_id: int, since: datetime) -> int:
    """The most people at once with a page of the workshop open since then, as far as it was looked."""
    found = select(func.max(AttendanceStep.peak)).where(
        AttendanceStep.workshop_id == workshop_id,
        AttendanceStep.kind == Kind.WORKSHOP,
        AttendanceStep.step_at >= since,
    )
    return work.session.scalar(found) or 0


def attended(work: Work, workshop_id: int, kind: Kind, place_id: int = WHOLE) -> Attended:
    """Who was at one place, step by step."""
    found = (
        select(AttendanceStep)
        .where(
            AttendanceStep.workshop_id == workshop_id,
            AttendanceStep.kind == kind,
            AttendanceStep.place_id == place_id,
        )
        .order_by(AttendanceStep.step_at)
    )
    steps = list(work.session.scalars(found))
    return Attended(steps, summary_of(steps))


def attended_by_place(work: Work, workshop_id: int, kind: Kind) -> dict[int, Summary]:
    """What the steps of each place of this kind say together, added up by the store. One statement."""
    people = func.sum(cast(AttendanceStep.total, Float) / AttendanceStep.looks)
    found = (
        select(AttendanceStep.place_id, func.max(AttendanceStep.peak), people, func.count())
        .where(AttendanceStep.workshop_id == workshop_id, AttendanceStep.kind == kind)
        .group_by(AttendanceStep.place_id)
    )
    return {
        place: Summary(peak, float(summed) / many, minutes_of(float(summed)))
        for place, peak, summed, many in work.session.execute(found)
    }


def place_names(work: Work, workshop_id: int) -> dict[tuple[str, int], str]:
    """What each place is called; one that is gone has no name any more."""
    found: dict[tuple[str, int], str] = {
        (Kind.WORKSHOP, WHOLE): "the workshop",
        (Kind.LOBBY, WHOLE): "the lobby",
    }
    for session in sessions_of(work, workshop_id):
        found[Kind.SESSION, session.id] = session.title
    stages = select(Stage.id, Stage.name).where(Stage.workshop_id == workshop_id)
    found |= {(Kind.STAGE, row.id): row.name for row in work.session.execute(stages)}
    posters = select(Poster.id, Poster.board, Poster.title).where(Poster.workshop_id == workshop_id)
    for row in work.session.execute(posters):
        found[Kind.POSTER, row.id] = f"{row.board} {row.title}".strip()
    tables = select(LoungeTable.id, LoungeTable.title).where(LoungeTable.workshop_id == workshop_id)
    return found | {(Kind.TABLE, one.id): one.title for one in work.session.execute(tables)}
