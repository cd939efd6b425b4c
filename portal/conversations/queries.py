"""Conversations, read: one's own alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from portal.access import Actor, Permission, may
from portal.accounts.models import Person
from portal.contacts.models import Pair
from portal.contacts.queries import circle_of, pair_to_see, pair_with
from portal.conversations.models import AwayMail
from portal.conversations.rules import MOST_LISTED, Listed
from portal.errors import NotFound
from portal.notices.models import Notice
from portal.notices.rules import Kind
from portal.profiles.queries import blocked_with, person_in_sight, workshop_of_people
from portal.store.work import Work
from portal.threads.models import Message, Thread

TOLD = (Kind.DIRECT.value, Kind.HELLO.value, Kind.WELCOME.value, Kind.CARD.value)
"""Of these somebody is told by mail who is away."""


@dataclass(frozen=True)
class Conversation:
    """The other one, and the thread of the two once there is one that has begun."""

    person: Person
    thread_id: int | None
    newest_of_theirs: int = 0


def conversations_of(work: Work, actor: Actor) -> list[Listed]:
    """One's conversations in which something was said, the newest first; without those that are blocked."""
    workshop, own = workshop_of_people(work, actor), actor.known_id
    newest = (
        select(Message.thread_id, func.max(Message.seq).label("seq"))
        .join(Pair, Pair.thread_id == Message.thread_id)
        .where(
            Pair.workshop_id == workshop.id,
            or_(Pair.low_id == own, Pair.high_id == own),
            Message.kind == "message",
            Message.deleted_at.is_(None),
        )
        .group_by(Message.thread_id)
        .subquery()
    )
    unread = (
        select(Notice.thread_id, func.count().label("many"))
        .where(
            Notice.workshop_id == workshop.id,
            Notice.person_id == own,
            Notice.kind == Kind.DIRECT.value,
            Notice.read_at.is_(None),
        )
        .group_by(Notice.thread_id)
        .subquery()
    )
    found = (
        select(Pair, Person.name, Message.text, Message.author_id, Message.posted_at, unread.c.many)
        .join(newest, newest.c.thread_id == Pair.thread_id)
        .join(Message, and_(Message.thread_id == newest.c.thread_id, Message.seq == newest.c.seq))
        .join(
            Person,
            or_(
                and_(Pair.low_id == own, Person.id == Pair.high_id),
                and_(Pair.high_id == own, Person.id == Pair.low_id),
            ),
        )
        .outerjoin(unread, unread.c.thread_id == Pair.thread_id)
        .order_by(Message.posted_at.desc())
        .limit(MOST_LISTED)
    )
    hidden = blocked_with(work, actor)
    return [
        Listed(
            row.Pair.thread_id,
            row.Pair.other(own),
            row.name,
            row.text,
            row.author_id == own,
            row.posted_at,
            int(row.many or 0),
        )
        for row in work.session.execute(found)
        if row.Pair.other(own) not in hidden
    ]


def conversation_with(work: Work, actor: Actor, person_id: int) -> Conversation:
    """The conversation with somebody, or an empty one with somebody to whom one may write.

    Who has blocked the other may still read what was said. Raises NotFound for who was blocked, and for everybody else.
    """
    workshop = workshop_of_people(work, actor)
    pair = pair_with(work, workshop.id, actor.known_id, person_id)
    if pair is None or not (pair.has_begun and _may_read(work, actor, pair)):
        person_in_sight(work, actor, person_id, circle_of(work, actor))
        if person_id == actor.person_id:
            raise NotFound
        return Conversation(work.get(Person, person_id), None)
    theirs = select(func.max(Message.seq)).where(
        Message.thread_id == pair.thread_id,
        Message.author_id == person_id,
        Message.kind == "message",
        Message.deleted_at.is_(None),
    )
    return Conversation(
        work.get(Person, person_id), pair.thread_id, newest_of_theirs=work.session.scalar(theirs) or 0
    )


def _may_read(work: Work, actor: Actor, pair: Pair) -> bool:
    return may(actor, Permission.ENTER_THREAD, work.get(Thread, pair.thread_id))


def other_in(work: Work, actor: Actor, thread_id: int) -> int:
    """The other one of the two whose thread this is; raises NotFound."""
    return pair_to_see(work, actor, thread_id).other(actor.known_id)


def waiting_since(work: Work, until: datetime) -> list[tuple[int, int]]:
    """To whom somebody wrote before `until` without being read or told by mail yet: workshop and person."""
    found = (
        select(Notice.workshop_id, Notice.person_id)
        .outerjoin(
            AwayMail,
            and_(AwayMail.workshop_id == Notice.workshop_id, AwayMail.person_id == Notice.person_id),
        )
        .where(
            Notice.kind.in_(TOLD),
            Notice.read_at.is_(None),
            Notice.created_at <= until,
            Notice.id > func.coalesce(AwayMail.notice_id, 0),
        )
        .distinct()
    )
    return [(row.workshop_id, row.person_id) for row in work.session.execute(found)]


def unread_in(work: Work, actor: Actor, thread_id: int) -> int:
    """How many of a thread's messages wait unread."""
    found = select(func.count()).where(
        Notice.thread_id == thread_id, Notice.person_id == actor.known_id, Notice.read_at.is_(None)
    )
    return work.session.scalar(found) or 0
