"""Threads and messages, read."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from portal.access import Actor, Permission, Role, may, require, title_of
from portal.errors import NotFound
from portal.store.work import Work
from portal.threads.events import Entry
from portal.threads.models import Host, Message, Thread
from portal.threads.rules import BACKLOG, PAGE

PARTS = frozenset({Role.PRESENTER, Role.CHAIR})


HOSTED = select(Host.role).where(Host.thread_id == bindparam("thread"), Host.person_id == bindparam("person"))
PLACE = select(Thread.workshop_id).where(Thread.id == bindparam("thread"))


def workshop_of(work: Work, thread_id: int) -> int:
    """The workshop that a thread belongs to; raises NotFound."""
    found = work.session.connection().execute(PLACE, {"thread": thread_id}).scalar_one_or_none()
    if found is None:
        raise NotFound
    return int(found)


def thread_to_enter(work: Work, actor: Actor, thread_id: int) -> Thread:
    """The thread, if this person may be in it."""
    thread = work.get_in(actor.workshop_id, Thread, thread_id)
    require(actor, Permission.ENTER_THREAD, thread)
    return thread


def messages_after(work: Work, actor: Actor, thread_id: int, after: int) -> tuple[int, list[Message]]:
    """The head, and the messages with greater numbers, oldest first, PAGE at most."""
    thread = thread_to_enter(work, actor, thread_id)
    return thread.head, _page(work, thread_id, after, PAGE)


def chat_of(work: Work, actor: Actor, thread_id: int, before: int | None = None) -> dict[str, Any]:
    """The newest messages of a thread, or those before a number, as a page shows them; `earliest` is 0 for none."""
    thread = thread_to_enter(work, actor, thread_id)
    messages = _before(work, thread_id, thread.head + 1 if before is None else before)
    return {
        "id": thread_id,
        "head": thread.head,
        "earliest": messages[0].seq if messages else 0,
        "messages": [{**wire(message), "posted_at": message.posted_at} for message in messages],
        "may_post": may(actor, Permission.POST_MESSAGE, thread),
        "why_not": "This chat is closed. It can still be read.",
    }


def newest_messages(work: Work, actor: Actor, thread_id: int) -> tuple[int, list[Message]]:
    """The head and the last messages, oldest first: what a newcomer reads."""
    thread = thread_to_enter(work, actor, thread_id)
    return thread.head, _page(work, thread_id, max(0, thread.head - BACKLOG), BACKLOG)


def messages_before(work: Work, actor: Actor, thread_id: int, before: int) -> list[Message]:
    """Older messages than number `before`, oldest first, BACKLOG at most."""
    thread_to_enter(work, actor, thread_id)
    return _before(work, thread_id, before)


def role_in(work: Work, actor: Actor, thread_id: int) -> str:
    """The word beside the person's name in this thread: the part of a host, or the registration's role.

    Who presents one poster is a visitor at the next: presenter and chair are parts, and only hosts have them.
    """
    own = {"thread": thread_id, "person": actor.person_id}
    hosted = work.session.connection().execute(HOSTED, own).scalar_one_or_none()
    return hosted or title_of(actor.roles - PARTS)


def heads(work: Work, thread_ids: Iterable[int]) -> dict[int, int]:
    """The newest number of each of these threads."""
    rows = work.session.execute(select(Thread.id, Thread.head).where(Thread.id.in_(tuple(thread_ids))))
    return {row.id: row.head for row in rows}


def wire(message: Message) -> Entry:
    """A message in a list; the same fields as the event."""
    return {
        "thread": message.thread_id,
        "seq": message.seq,
        "client_id": message.client_id,
        "kind": message.kind,
        "author": {"id": message.author_id, "name": message.author_name, "role": message.author_role},
        "text": message.text,
        "posted_at": message.posted_at.isoformat(),
    }


def _before(work: Work, thread_id: int, before: int) -> list[Message]:
    return _page(work, thread_id, max(0, before - 1 - BACKLOG), min(BACKLOG, before - 1))


def _page(work: Work, thread_id: int, after: int, most: int) -> list[Message]:
    found = (
        select(Message)
        .where(Message.thread_id == thread_id, Message.seq > after)
        .order_by(Message.seq)
        .limit(most)
    )
    return list(work.session.scalars(found))
