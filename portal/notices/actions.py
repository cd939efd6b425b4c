"""Tell people of a message, keep what they are told true, and read it."""

from collections.abc import Collection

from sqlalchemy import select, update

from portal.access import Actor
from portal.clock import now
from portal.notices.events import NoticeAdded, NoticesSettled
from portal.notices.models import Notice
from portal.notices.queries import unread_of, wire, workshop_to_hear
from portal.notices.rules import Cause, Kind, short
from portal.store.work import Work


def tell(work: Work, cause: Cause, kind: Kind, people: Collection[int]) -> None:
    """Tell these people of a message; who was told of it already is not told again."""
    of_it = select(Notice.person_id).where(
        Notice.thread_id == cause.thread_id, Notice.seq == cause.seq, Notice.kind == kind.value
    )
    _add(work, cause, kind, set(people) - set(work.session.scalars(of_it)))


def tell_once(work: Work, cause: Cause, kind: Kind, people: Collection[int]) -> None:
    """Tell those who have read all that they were told of this thread; to the others it is nothing new."""
    waiting = select(Notice.person_id).where(
        Notice.thread_id == cause.thread_id, Notice.kind == kind.value, Notice.read_at.is_(None)
    )
    _add(work, cause, kind, set(people) - set(work.session.scalars(waiting)))


def say_anew(work: Work, thread_id: int, seq: int, text: str) -> None:
    """The message has another text."""
    changed = update(Notice).where(Notice.thread_id == thread_id, Notice.seq == seq)
    work.session.execute(changed.values(text=short(text)))


def forget(work: Work, thread_id: int, seq: int) -> None:
    """Nothing is left of the message, so nobody is told of it any more."""
    gone = work.session.scalars(select(Notice).where(Notice.thread_id == thread_id, Notice.seq == seq)).all()
    for notice in gone:
        work.session.delete(notice)
    work.session.flush()
    for notice in gone:
        _settle(work, notice.workshop_id, notice.person_id, [notice.id])


def read(
    work: Work, actor: Actor, notice_ids: Collection[int] | None = None, thread_id: int | None = None
) -> int:
    """Have read these, or all, and what the help desk told of this thread; returns how many are left.

    What is not one's own is passed over.
    """
    workshop_id, person_id = workshop_to_hear(work, actor).id, actor.known_id
    mine = select(Notice).where(
        Notice.workshop_id == workshop_id, Notice.person_id == person_id, Notice.read_at.is_(None)
    )
    done = [
        one
        for one in work.session.scalars(mine).all()
        if notice_ids is None
        or one.id in notice_ids
        or (one.thread_id == thread_id and one.kind != Kind.MENTION)
    ]
    if not done:
        return unread_of(work, workshop_id, person_id)
    for notice in done:
        notice.read_at = now()
    work.session.flush()
    return _settle(work, workshop_id, person_id, [notice.id for notice in done])


def _add(work: Work, cause: Cause, kind: Kind, people: Collection[int]) -> None:
    rows = [
        Notice(
            workshop_id=cause.workshop_id,
            person_id=person,
            kind=kind.value,
            thread_id=cause.thread_id,
            seq=cause.seq,
            who=cause.who,
            text=short(cause.text),
            created_at=now(),
        )
        for person in sorted(people)
    ]
    work.session.add_all(rows)
    work.session.flush()
    for row in rows:
        work.announce(NoticeAdded(workshop=row.workshop_id, person=row.person_id, notice=wire(row)))


def _settle(work: Work, workshop_id: int, person_id: int, notice_ids: list[int]) -> int:
    unread = unread_of(work, workshop_id, person_id)
    work.announce(NoticesSettled(workshop=workshop_id, person=person_id, notices=notice_ids, unread=unread))
    return unread
