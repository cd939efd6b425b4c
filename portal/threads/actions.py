"""Threads, changed: opened, given hosts, and written into; what was written is edited and deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Update, bindparam, insert, select, update
from sqlalchemy import delete as delete_from

from portal.access import Actor, Permission, require
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.store.work import Work
from portal.threads.events import MessageDeleted, MessageEdited, MessagePosted
from portal.threads.models import Host, Message, Thread
from portal.threads.queries import role_in, said, wire
from portal.threads.rules import GONE, Change, MessageDraft, clean_text


def open_thread(work: Work, workshop_id: int, kind: str) -> Thread:
    """A new, empty thread."""
    return work.add(Thread(workshop_id=workshop_id, kind=kind))


def set_hosts(work: Work, thread_id: int, roles: Mapping[int, str]) -> None:
    """Let exactly these people (person id → role) have a part of their own in the thread."""
    work.session.execute(delete_from(Host).where(Host.thread_id == thread_id))
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


WRITTEN = select(Message.seq, Message.kind, Message.target).where(
    Message.thread_id == bindparam("thread"),
    Message.author_id == bindparam("author"),
    Message.client_id == bindparam("client"),
)
ORIGINAL = update(Message).where(
    Message.thread_id == bindparam("thread"), Message.seq == bindparam("changed")
)
EDITS = update(Message).where(
    Message.thread_id == bindparam("thread"), Message.target == bindparam("changed")
)
NEW_TEXT: dict[str, Any] = {"text": bindparam("new_text"), "edited_at": bindparam("at")}
NO_TEXT: dict[str, Any] = {"text": bindparam("new_text"), "deleted_at": bindparam("at")}


@dataclass(frozen=True)
class _Kind:
    """A kind of change: who may do it, what becomes of the rows that are there, and what the room hears."""

    name: str
    permission: Permission
    writes: tuple[Update, ...]
    event: type[MessageEdited] | type[MessageDeleted]


EDIT = _Kind("edit", Permission.EDIT_MESSAGE, (ORIGINAL.values(NEW_TEXT),), MessageEdited)
DELETION = _Kind(
    "deletion", Permission.DELETE_MESSAGE, (ORIGINAL.values(NO_TEXT), EDITS.values(NO_TEXT)), MessageDeleted
)


def edit(work: Work, actor: Actor, change: Change) -> int:
    """Give a message another text, and return the number of the entry that says so."""
    return _change(work, actor, change, EDIT, clean_text(change.text))


def delete(work: Work, actor: Actor, change: Change) -> int:
    """Leave nothing of a message and of its edits but their numbers, and return the number of the deletion."""
    return _change(work, actor, change, DELETION, "")


def _change(work: Work, actor: Actor, change: Change, kind: _Kind, text: str) -> int:
    """Write an entry about an earlier message, as `post` writes a message: numbered, once for each client_id.

    Raises NotFound where there is no such message and Conflict where it is deleted already.
    """
    rows = work.session.connection()
    taken = rows.execute(TAKE, {"thread": change.thread_id, "workshop": actor.workshop_id}).one_or_none()
    if taken is None:
        raise NotFound
    require(actor, Permission.ENTER_THREAD, taken)
    own = {"thread": change.thread_id, "author": actor.known_id, "client": change.client_id}
    # Before the message is looked at: a change that was kept is known, whatever became of its message since.
    known = rows.execute(WRITTEN, own).one_or_none()
    if known is not None:
        if (known.kind, known.target) != (kind.name, change.seq):
            raise Conflict("This was sent before, as something else.")
        rows.execute(GIVE_BACK, {"thread": change.thread_id})
        return int(known.seq)
    message = said(work, taken, change.thread_id, change.seq)
    require(actor, kind.permission, message)
    if message.is_deleted:
        raise Conflict(GONE)
    entry = Message(
        thread_id=change.thread_id,
        seq=taken.head,
        author_id=actor.known_id,
        client_id=change.client_id,
        kind=kind.name,
        author_name=actor.name,
        author_role=role_in(work, actor, change.thread_id),
        text=text,
        posted_at=now(),
        target=change.seq,
    )
    new = {"thread": change.thread_id, "changed": change.seq, "new_text": text, "at": entry.posted_at}
    for write in kind.writes:
        rows.execute(write, new)
    rows.execute(WRITE, {column.key: getattr(entry, column.key) for column in MESSAGES.columns})
    work.announce(kind.event(**wire(entry), target=change.seq))
    return entry.seq
