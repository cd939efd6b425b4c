"""How long a workshop keeps what, and what will go when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from portal.access import Actor, Permission, require
from portal.files.models import StoredFile
from portal.privacy.models import Retention, RetentionStep
from portal.privacy.queries.tables import shelves
from portal.privacy.rules import KINDS, About, Kind, due_at, months_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of, workshop_to_edit


@dataclass(frozen=True)
class Kept:
    """One kind of one workshop; `until` is None where the workshop has no dates or keeps it without an end."""

    kind: Kind
    about: About
    months: int
    until: datetime | None


@dataclass(frozen=True)
class Going:
    """The same with how many rows there are now, and what has happened already."""

    kept: Kept
    rows: int
    step: RetentionStep | None


def kept_in(work: Work, workshop: Workshop) -> list[Kept]:
    """Each kind, with how long it is kept. 0 months are without an end."""
    chosen = work.session.get(Retention, workshop.id)
    months = {kind: months_of(chosen.months if chosen else {}, kind) for kind in KINDS}
    ends_on = workshop.ends_on or workshop.starts_on
    return [
        Kept(
            kind,
            about,
            months[kind],
            due_at(ends_on, months[kind], workshop.zone) if months[kind] else None,
        )
        for kind, about in KINDS.items()
    ]


def going_of(work: Work, workshop: Workshop) -> list[Going]:
    """What will go of a workshop, how much of it there is, and when."""
    found = select(RetentionStep).where(RetentionStep.workshop_id == workshop.id)
    steps = {step.kind: step for step in work.session.scalars(found)}
    return [
        Going(kept, count_of_kind(work, workshop.id, kept.kind), steps.get(kept.kind))
        for kept in kept_in(work, workshop)
    ]


def count_of_kind(work: Work, workshop_id: int, kind: Kind) -> int:
    """How many rows of a workshop belong to a kind."""
    if kind == Kind.FILES:
        files = select(func.count()).select_from(StoredFile).where(StoredFile.workshop_id == workshop_id)
        return work.session.scalar(files) or 0
    count = 0
    for shelf in shelves():
        if shelf.personal.is_of_workshop and shelf.kind == kind:
            found = select(func.count()).select_from(shelf.table).where(shelf.in_workshop(workshop_id))
            count += work.session.scalar(found) or 0
    return count


def workshops_with_dates(work: Work) -> list[Workshop]:
    """Those of which anything can go by itself."""
    dated = or_(Workshop.ends_on.is_not(None), Workshop.starts_on.is_not(None))
    return list(work.session.scalars(select(Workshop).where(dated).order_by(Workshop.id)))


def workshop_to_keep(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who decide how long it keeps what."""
    return workshop_to_edit(work, actor)


def workshop_to_erase_in(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may have somebody erased there."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.ERASE_PERSON, workshop)
    return workshop
