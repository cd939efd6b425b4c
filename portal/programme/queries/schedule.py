"""The programme, read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.access import Actor, Permission, may, require
from portal.clock import now
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.rules import OPEN_END, PAUSES, State, WhatIsOn, state_of, what_is_on
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import access_to, page_to_see, workshop_of

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
    """The sessions that are on at this instant, and the next one; their talks are read when they are asked for."""
    return what_is_on(work.session.scalars(_not_over(workshop_id, at)), at)


@dataclass(frozen=True)
class Ahead:
    """A session as a list of what comes next shows it."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    is_now: bool


def ahead_in(work: Work, actor: Actor, workshop: Workshop) -> list[Ahead]:
    """What is on, and then what comes next, without the pauses; nothing for those who may not see the schedule."""
    if not may(actor, Permission.SEE_PAGE, access_to(workshop, "schedule")):
        return []
    at = now()
    states = {State.NOW, State.AHEAD}
    return [
        Ahead(one.id, one.title, one.starts_at, one.ends_at, state_of(one, at) == State.NOW)
        for one in work.session.scalars(_not_over(workshop.id, at))
        if one.starts_at and one.kind not in PAUSES and state_of(one, at) in states
    ]


def session_to_see(work: Work, actor: Actor, session_id: int) -> ProgrammeSession:
    """One session, for those who may see the schedule; a foreign one is NotFound."""
    page_to_see(work, actor, "schedule")
    return work.get_in(actor.workshop_id, ProgrammeSession, session_id)


def programme_to_edit(work: Work, actor: Actor) -> Workshop:
    """The workshop whose programme this person may change."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_PROGRAMME, workshop)
    return workshop


def session_to_edit(work: Work, actor: Actor, session_id: int) -> ProgrammeSession:
    """One session, for those who may change it."""
    session = work.get_in(actor.workshop_id, ProgrammeSession, session_id)
    require(actor, Permission.EDIT_PROGRAMME, session)
    return session


def talk_to_edit(work: Work, actor: Actor, talk_id: int) -> Talk:
    """One talk, for those who may change it."""
    talk = work.get_in(actor.workshop_id, Talk, talk_id)
    require(actor, Permission.EDIT_PROGRAMME, talk)
    return talk


def _not_over(workshop_id: int, at: datetime) -> Select[ProgrammeSession]:
    """What may be on at this instant or later. It is asked on every page, so it reads no more than that."""
    end = func.coalesce(ProgrammeSession.ends_at, ProgrammeSession.starts_at)
    return (
        select(ProgrammeSession)
        .where(ProgrammeSession.workshop_id == workshop_id, end > at - OPEN_END)
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.position, ProgrammeSession.id)
        .limit(MOST_AROUND_NOW)
    )
