"""One message, for those who change it or react to it."""

from typing import Any

from sqlalchemy import bindparam, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.errors import Conflict, NotFound
from portal.store.work import Work
from portal.threads.models import Host, Message, Reaction
from portal.threads.queries.reading import head_to_read, thread_to_enter
from portal.threads.rules import GONE, HIDDEN, REACTIONS, Said

HOSTS = select(Host.person_id).where(Host.thread_id == bindparam("thread"))
SAID = select(Message.author_id, Message.text, Message.deleted_at, Message.hidden_at).where(
    Message.thread_id == bindparam("thread"), Message.seq == bindparam("seq"), Message.kind == "message"
)


def people_reacting(
    work: Work, actor: Actor, thread_id: int, seq: int
) -> list[tuple[str, list[tuple[int, str]]]]:
    """Who reacted to one message: for each sign the people's ids and names, by name."""
    head_to_read(work, actor, thread_id)
    found = (
        select(Reaction.name, Person.id, Person.name.label("who"))
        .join(Person, Person.id == Reaction.person_id)
        .where(Reaction.thread_id == thread_id, Reaction.seq == seq)
        .order_by(Person.name)
    )
    rows = work.session.execute(found).all()
    return [
        (name, [(row.id, row.who) for row in rows if row.name == name])
        for name in REACTIONS
        if any(row.name == name for row in rows)
    ]


def message_to_see(work: Work, actor: Actor, thread_id: int, seq: int) -> Said:
    """A message, for those who may be in its thread; raises Conflict when it is deleted."""
    message = said(work, thread_to_enter(work, actor, thread_id), thread_id, seq)
    check_there(message)
    return message


def message_to_change(work: Work, actor: Actor, permission: Permission, thread_id: int, seq: int) -> Said:
    """A message, if this person may change it so; raises Conflict when it is deleted already."""
    message = said(work, thread_to_enter(work, actor, thread_id), thread_id, seq)
    require(actor, permission, message)
    check_there(message)
    return message


def check_there(message: Said) -> None:
    """Raises Conflict for a message of which there is nothing to see now."""
    if message.is_deleted:
        raise Conflict(GONE)
    if message.is_hidden:
        raise Conflict(HIDDEN)


def said(work: Work, thread: Any, thread_id: int, seq: int) -> Said:
    """The message with this number, for permissions; `thread` is what was read of its thread. Raises NotFound."""
    rows = work.session.connection()
    found = rows.execute(SAID, {"thread": thread_id, "seq": seq}).one_or_none()
    if found is None:
        raise NotFound
    hosts, is_deleted = _host_ids(work, thread_id), found.deleted_at is not None
    return Said(
        thread.workshop_id,
        thread.is_open,
        found.author_id,
        hosts,
        found.text,
        is_deleted,
        thread.audience,
        thread.asker_id,
        thread.member_ids,
        is_hidden=found.hidden_at is not None,
        is_locked=thread.is_locked,
        removals=thread.removals,
    )


def _host_ids(work: Work, thread_id: int) -> frozenset[int]:
    return frozenset(work.session.connection().execute(HOSTS, {"thread": thread_id}).scalars())
