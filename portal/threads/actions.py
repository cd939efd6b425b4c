"""Threads, changed: opened, given hosts, and written into."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from portal.access import Actor, Permission, require
from portal.clock import now
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


def post(work: Work, actor: Actor, draft: MessageDraft) -> int:
    """Write a message and return its number.

    The number is taken under the row lock of the thread, so numbers have no gap and no two messages share one.
    The same client_id of the same author again is the same message: its old number, and nobody hears it twice.
    """
    thread = work.get_in(actor.workshop_id, Thread, draft.thread_id)
    require(actor, Permission.POST_MESSAGE, thread)
    text = clean_text(draft.text)
    work.lock(thread)
    known = _seq_of(work, actor.known_id, draft)
    if known is not None:
        return known
    thread.head += 1
    message = Message(
        thread_id=thread.id,
        seq=thread.head,
        author_id=actor.known_id,
        client_id=draft.client_id,
        kind="message",
        author_name=actor.name,
        author_role=role_in(work, actor, thread.id),
        text=text,
        posted_at=now(),
    )
    work.session.add(message)
    work.session.flush()
    work.announce(MessagePosted(**wire(message)))
    return message.seq


def _seq_of(work: Work, author_id: int, draft: MessageDraft) -> int | None:
    return work.session.scalar(
        select(Message.seq).where(
            Message.thread_id == draft.thread_id,
            Message.author_id == author_id,
            Message.client_id == draft.client_id,
        )
    )
