"""Rehearsals of a workshop, for those who run it."""

from datetime import datetime

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.errors import NotFound
from portal.programme.queries import sessions_of
from portal.rehearsals.models import Rehearsal
from portal.rehearsals.rules import usual_moment
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def workshop_to_rehearse(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about, for those who may rehearse it; it may be a rehearsal itself."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.REHEARSE, workshop)
    return workshop


def rehearsals_of(work: Work, workshop: Workshop) -> list[tuple[Rehearsal, Workshop]]:
    """What is being rehearsed, the newest first; of a rehearsal, itself."""
    mine = (
        Rehearsal.workshop_id == workshop.id if workshop.is_rehearsal else Rehearsal.source_id == workshop.id
    )
    found = (
        select(Rehearsal, Workshop)
        .join(Workshop, Workshop.id == Rehearsal.workshop_id)
        .where(mine)
        .order_by(Rehearsal.started_at.desc())
    )
    return [(one, its) for one, its in work.session.execute(found)]


def rehearsal_to_wipe(work: Work, actor: Actor, workshop_id: int) -> tuple[Rehearsal, Workshop]:
    """One rehearsal of this workshop, or this one itself; a foreign one is NotFound."""
    workshop = workshop_to_rehearse(work, actor)
    for rehearsal, its in rehearsals_of(work, workshop):
        if rehearsal.workshop_id == workshop_id:
            return rehearsal, its
    raise NotFound


def moment_to_begin(work: Work, workshop: Workshop) -> datetime | None:
    """Where a rehearsal usually begins."""
    return usual_moment([one.starts_at for one in sessions_of(work, workshop.id) if one.starts_at])
