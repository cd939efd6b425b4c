"""Threads, changed: opened, given hosts, and written into."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select, update

from portal.access import Actor, Permission, require
from portal.clock import now
from portal.errors import NotFound
from portal.store.work import Work
from portal.threads.events import MessagePosted
from portal.threads.models import Host, Message, Thread
from portal.threads.queries import role_in, wire
from portal.threads.rules import MessageDraft, clean_text


def open_thread(work: Work, workshop_id: int, kind: str) -> Thread:
    """A new, empty thread."""
    return work.add(Thread(workshop_id=workshop_id, kind=kind))


def set_hosts(work: Work, thread_id: int, roles: Mapping[int, str]) -> None:
    """Let exactly these people (person id → role) have a part of their own in the thread."""
    work.session.execute(delete(Host).where(Host.thread_id == thread_id))
    if roles:
        rows = [{"thread_id": thread_id, "person_id": person, "role": role} for person, role in roles.items()]
        work.session.execute(insert(Host), rows)


MESSAGES = Message.__table__
TAKE = (
    update(Thread)
    .where(Thread.id == bindparam("thread"), Thread.workshop_id == bindparam("workshop"))
    .values(head=Thread.head + 1)
    .returning(Thread.workshop_id, Thread.is_open, Thread.head)
)
GIVE_BACK = update(Thread).where(Thread.id == bindparam("thread")).values(head=Thread.head - 1)
KNOWN = select(Message.seq).where(
    Message.thread_id == bindparam("thread"),
    Message.author_id == bindparam("author"),
    Message.client_id == bindparam("client"),
)
WRITE = insert(Message)


def post(work: Work, actor: Actor, draft: MessageDraft) -> int:
    """Write a message and return its number.

    The number is taken first, which locks the thread's row until the end of the transaction: numbers have no gap and
    no two messages share one. The same client_id of the same author again is the same message: its old number, and
    nobody hears it twice. This is the portal's hottest path, so it speaks to the tables without the ORM.
    """
    text = clean_text(draft.text)
    rows = work.session.connection()
    taken = rows.execute(TAKE, {"thread": draft.thread_id, "workshop": actor.workshop_id}).one_or_none()
    if taken is None:
        raise NotFound
    require(actor, Permission.POST_MESSAGE, taken)
    author_id = actor.known_id
    own = {"thread": draft.thread_id, "author": author_id, "client": draft.client_id}
    known = rows.execute(KNOWN, own).scalar_one_or_none()
    if known is not None:
        rows.execute(GIVE_BACK, {"thread": draft.thread_id})
        return int(known)
    message = Message(
        thread_id=draft.thread_id,
        seq=taken.head,
        author_id=author_id,
        client_id=draft.client_id,
        kind="message",
        author_name=actor.name,
        author_role=role_in(work, actor, draft.thread_id),
        text=text,
        posted_at=now(),
    )
    rows.execute(WRITE, {column.key: getattr(message, column.key) for column in MESSAGES.columns})
    work.announce(MessagePosted(**wire(message)))
    return message.seq
