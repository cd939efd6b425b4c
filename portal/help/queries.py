"""Help requests, read: one's own, and for the helpers who waits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.errors import NotFound
from portal.help.models import HelpRequest
from portal.store.work import Work
from portal.threads.models import Message
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

MOST_DONE = 50


@dataclass(frozen=True)
class Listed:
    """One request as the helpers see it.

    `waiting`: how many messages of the person nobody has answered; `newest` and `at`: what was said last, and when.
    """

    thread_id: int
    name: str
    waiting: int
    newest: str
    at: datetime
    is_open: bool


def workshop_to_ask_in(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may ask its helpers."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.ASK_FOR_HELP, workshop)
    return workshop


def own_thread(work: Work, actor: Actor) -> int | None:
    """The person's own thread with the helpers, if they have asked before."""
    found = select(HelpRequest.thread_id).where(
        HelpRequest.workshop_id == actor.workshop_id, HelpRequest.asker_id == actor.known_id
    )
    return work.session.scalars(found).one_or_none()


def request_to_help(work: Work, actor: Actor, thread_id: int) -> tuple[HelpRequest, Person]:
    """One request and who asked it, for the helpers."""
    require(actor, Permission.GIVE_HELP, workshop_of(work, actor))
    found = (
        select(HelpRequest, Person)
        .join(Person, Person.id == HelpRequest.asker_id)
        .where(HelpRequest.thread_id == thread_id, HelpRequest.workshop_id == actor.workshop_id)
    )
    row = work.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    request, person = row
    return work.hold(request), work.hold(person)


def requests(work: Work, actor: Actor) -> list[Listed]:
    """All requests, the open ones first, the newest first among them; of the done ones the last."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.GIVE_HELP, workshop)
    is_asked = Message.author_id == HelpRequest.asker_id
    answered = (
        select(func.max(Message.seq))
        .where(Message.thread_id == HelpRequest.thread_id, Message.kind == "message", ~is_asked)
        .correlate(HelpRequest)
        .scalar_subquery()
    )
    waits = and_(is_asked, Message.seq > func.coalesce(answered, 0), Message.seq > HelpRequest.done_seq)
    found = (
        select(
            HelpRequest.thread_id,
            HelpRequest.done_seq,
            Person.name,
            func.max(Message.seq).label("newest"),
            func.max(case((is_asked, Message.seq), else_=0)).label("asked"),
            func.sum(case((waits, 1), else_=0)).label("waiting"),
        )
        .join(Person, Person.id == HelpRequest.asker_id)
        .join(Message, Message.thread_id == HelpRequest.thread_id)
        .where(
            HelpRequest.workshop_id == workshop.id,
            Message.kind == "message",
            Message.deleted_at.is_(None),
            Message.hidden_at.is_(None),
        )
        .group_by(HelpRequest.thread_id, HelpRequest.done_seq, HelpRequest.asker_id, Person.name)
    ).subquery()
    said = (
        select(found, Message.text, Message.posted_at)
        .join(Message, and_(Message.thread_id == found.c.thread_id, Message.seq == found.c.newest))
        .order_by(Message.posted_at.desc())
    )
    rows = [
        Listed(row.thread_id, row.name, int(row.waiting), row.text, row.posted_at, row.asked > row.done_seq)
        for row in work.session.execute(said)
    ]
    opened = [row for row in rows if row.is_open]
    return opened + [row for row in rows if not row.is_open][:MOST_DONE]
