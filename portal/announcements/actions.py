"""Announce something, take it back, say it again, and dismiss what one has read."""

from collections.abc import Collection

from sqlalchemy import insert, select

from portal.access import Actor, Permission, require
from portal.announcements.events import Changed, ChangedHere, Dismissed
from portal.announcements.models import Announcement, AnnouncementHead, AnnouncementRead
from portal.announcements.queries import stage_name, unread, wire, workshop_to_hear
from portal.announcements.rules import Audience, Draft, Scope, check_back, clean_text, end_of
from portal.audit.actions import record
from portal.clock import now
from portal.store.work import Work
from portal.workshops.models import Workshop


def announce(work: Work, actor: Actor, draft: Draft) -> Announcement:
    """Tell people something; the same client_id of the same author again is the same announcement."""
    workshop = workshop_to_hear(work, actor)
    require(actor, Permission.ANNOUNCE, Scope(workshop.id, draft.audience))
    text = clean_text(draft.text)
    is_stage = draft.audience == Audience.STAGE
    name = stage_name(work, workshop.id, draft.stage_id) if is_stage else ""
    head = _held_head(work, workshop)
    mine = select(Announcement).where(
        Announcement.workshop_id == workshop.id,
        Announcement.author_id == actor.known_id,
        Announcement.client_id == draft.client_id,
    )
    known = work.session.scalars(mine).one_or_none()
    if known is not None:
        return known
    told_at = now()
    row = work.add(
        Announcement(
            workshop_id=workshop.id,
            author_id=actor.known_id,
            author_name=actor.name,
            client_id=draft.client_id,
            text=text,
            audience=draft.audience.value,
            stage_id=draft.stage_id if is_stage else None,
            place_name=name,
            kind=draft.kind.value,
            number=head.head + 1,
            created_at=told_at,
            until=end_of(told_at, draft.minutes),
        )
    )
    _tell(work, head, row)
    record(work, actor, "announcements.announce", text, audience=str(draft.audience))
    return row


def withdraw(work: Work, actor: Actor, announcement_id: int) -> None:
    """Take it from all pages and from everybody's inbox; twice is the same as once."""
    head, row = _held(work, actor, announcement_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = now()
        _tell(work, head, row)
        record(work, actor, "announcements.withdraw", row.text)


def restore(work: Work, actor: Actor, announcement_id: int) -> None:
    """Say a withdrawn one again, to those who had not dismissed it; raises Conflict when its time is over."""
    head, row = _held(work, actor, announcement_id)
    require(actor, Permission.ANNOUNCE, Scope(row.workshop_id, Audience(row.audience)))
    if row.withdrawn_at is not None:
        check_back(row.until, now())
        row.withdrawn_at = None
        _tell(work, head, row)
        record(work, actor, "announcements.restore", row.text)


def dismiss(work: Work, actor: Actor, announcement_ids: Collection[int] | None = None) -> int:
    """Have read these, or all; what one cannot see is passed over. Returns how many are left unread."""
    workshop = workshop_to_hear(work, actor)
    mine = unread(work, actor, workshop)
    gone = [row.id for row in mine if announcement_ids is None or row.id in announcement_ids]
    left = len(mine) - len(gone)
    if gone:
        person = actor.known_id
        rows = [{"announcement_id": one, "person_id": person} for one in gone]
        work.session.execute(insert(AnnouncementRead), rows)
        work.announce(Dismissed(workshop=workshop.id, person=person, announcements=gone, unread=left))
    return left


def _held_head(work: Work, workshop: Workshop) -> AnnouncementHead:
    """The workshop's numbers, made when they are first needed, and held until the end of the transaction."""
    row = work.session.get(AnnouncementHead, workshop.id)
    if row is None:
        # Two first announcements at once: the second waits for the workshop's row and then finds the numbers.
        work.lock(workshop)
        row = work.session.get(AnnouncementHead, workshop.id)
    if row is None:
        row = work.add(AnnouncementHead(workshop_id=workshop.id, head=0))
    work.lock(work.hold(row))
    return row


def _held(work: Work, actor: Actor, announcement_id: int) -> tuple[AnnouncementHead, Announcement]:
    workshop = workshop_to_hear(work, actor)
    row = work.get_in(workshop.id, Announcement, announcement_id)
    require(actor, Permission.WITHDRAW_ANNOUNCEMENT, row)
    head = _held_head(work, workshop)
    work.lock(row)
    return head, row


def _tell(work: Work, head: AnnouncementHead, row: Announcement) -> None:
    """Give the change its number, and let each page hear as much of it as it may."""
    head.head += 1
    row.number = head.head
    work.session.flush()
    seen = None if row.withdrawn_at else wire(row)
    is_for_all = row.audience == Audience.ALL
    if not is_for_all:
        work.announce(
            ChangedHere(
                workshop=row.workshop_id,
                head=head.head,
                id=row.id,
                audience=row.audience,
                stage=row.stage_id,
                announcement=seen,
            )
        )
    work.announce(
        Changed(
            workshop=row.workshop_id,
            head=head.head,
            id=row.id,
            is_for_all=is_for_all,
            announcement=seen if is_for_all else None,
        )
    )
