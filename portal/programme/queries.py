"""The programme, read."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.access import Actor
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.rules import OPEN_END, WhatIsOn, what_is_on
from portal.store.work import Work
from portal.workshops.queries import page_to_see

MOST_AROUND_NOW = 60


def sessions_of(work: Work, workshop_id: int) -> list[ProgrammeSession]:
    """The whole programme with its talks, by time; what has no date comes last. Two statements."""
    found = (
        select(ProgrammeSession)
        .where(ProgrammeSession.workshop_id == workshop_id)
        .options(selectinload(ProgrammeSession.talks))
        .order_by(
            ProgrammeSession.starts_at.is_(None),
            ProgrammeSession.starts_at,
            ProgrammeSession.position,
            ProgrammeSession.id,
        )
    )
    return list(work.session.scalars(found))


def on_at(work: Work, workshop_id: int, at: datetime) -> WhatIsOn[ProgrammeSession]:
    """The sessions that are on at this instant, and the next one, with their talks.

    It is asked on every page, so it reads only what is not over yet.
    """
    end = func.coalesce(ProgrammeSession.ends_at, ProgrammeSession.starts_at)
    found = (
        select(ProgrammeSession)
        .where(ProgrammeSession.workshop_id == workshop_id, end > at - OPEN_END)
        .options(selectinload(ProgrammeSession.talks))
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.position, ProgrammeSession.id)
        .limit(MOST_AROUND_NOW)
    )
    return what_is_on(work.session.scalars(found), at)


def session_to_see(work: Work, actor: Actor, session_id: int) -> ProgrammeSession:
    """One session, for those who may see the schedule; a foreign one is NotFound."""
    page_to_see(work, actor, "schedule")
    return work.get_in(actor.workshop_id, ProgrammeSession, session_id)


def talk_to_see(work: Work, actor: Actor, talk_id: int) -> Talk:
    """One talk, for those who may see the schedule; a foreign one is NotFound."""
    page_to_see(work, actor, "schedule")
    return work.get_in(actor.workshop_id, Talk, talk_id)
