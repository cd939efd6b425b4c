"""Notices, read: how many wait, and what they say."""

from sqlalchemy import func, select

from portal.access import Actor, Permission, may, require
from portal.errors import NotFound
from portal.notices.events import NoticeSeen
from portal.notices.models import Notice
from portal.notices.rules import MOST_LISTED
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def workshop_to_hear(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who are told what concerns them in it."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_NOTICES, workshop)
    return workshop


def waiting(work: Work, actor: Actor, workshop: Workshop) -> int | None:
    """How many the person has not read; None for those who are told nothing here."""
    if not may(actor, Permission.SEE_NOTICES, workshop):
        return None
    return unread_of(work, workshop.id, actor.known_id)


def unread_of(work: Work, workshop_id: int, person_id: int) -> int:
    """How many this person has not read."""
    found = select(func.count()).where(
        Notice.workshop_id == workshop_id, Notice.person_id == person_id, Notice.read_at.is_(None)
    )
    return int(work.session.scalar(found) or 0)


def notices_of(work: Work, actor: Actor) -> list[Notice]:
    """What this person was told, the newest first."""
    workshop = workshop_to_hear(work, actor)
    found = select(Notice).where(Notice.workshop_id == workshop.id, Notice.person_id == actor.known_id)
    return list(work.session.scalars(found.order_by(Notice.id.desc()).limit(MOST_LISTED)))


def own_notice(work: Work, actor: Actor, notice_id: int) -> Notice:
    """One of the person's own; that of somebody else is NotFound."""
    workshop = workshop_to_hear(work, actor)
    notice = work.get_in(workshop.id, Notice, notice_id)
    if notice.person_id != actor.person_id:
        raise NotFound
    return notice


def wire(notice: Notice) -> NoticeSeen:
    """A notice as pages hear it."""
    return {
        "id": notice.id,
        "kind": notice.kind,
        "happened": notice.happened,
        "text": notice.text,
        "thread": notice.thread_id,
        "seq": notice.seq,
        "at": notice.created_at.isoformat(),
    }
