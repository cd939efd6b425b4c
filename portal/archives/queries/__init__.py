"""Archives, read."""

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.archives.models import WorkshopArchive
from portal.archives.rules import Step
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

MOST = 20


def workshop_to_keep(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may take all of it away with them."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.MAKE_ARCHIVE, workshop)
    return workshop


def archives_to_see(work: Work, actor: Actor) -> list[WorkshopArchive]:
    """The newest archives of this workshop."""
    workshop = workshop_to_keep(work, actor)
    found = select(WorkshopArchive).where(WorkshopArchive.workshop_id == workshop.id)
    return list(work.session.scalars(found.order_by(WorkshopArchive.id.desc()).limit(MOST)))


def archive_to_see(work: Work, actor: Actor, archive_id: int) -> WorkshopArchive:
    workshop = workshop_to_keep(work, actor)
    return work.get_in(workshop.id, WorkshopArchive, archive_id)


def is_making(work: Work, workshop_id: int) -> bool:
    found = select(WorkshopArchive.id).where(
        WorkshopArchive.workshop_id == workshop_id, WorkshopArchive.step == Step.MAKING
    )
    return work.session.scalar(found.limit(1)) is not None
