"""Threads and messages, read."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from portal.access import Actor, Permission, Role, may, measure_against, require, title_of
from portal.errors import NotFound
from portal.store.work import Work
from portal.threads.events import ListedEntry, ReactionSeen
from portal.threads.models import Host, Message, Thread
from portal.threads.queries.wire import listed, listing, reactions_to
from portal.threads.rules import BACKLOG, PAGE, REACTIONS, Said, fitting, parts_of

PARTS = frozenset({Role.PRESENTER, Role.CHAIR})


HOSTED = select(Host.role).where(Host.thread_id == bindparam("thread"), Host.person_id == bindparam("person"))
HEAD = select(
    Thread.workshop_id,
    Thread.is_open,
    Thread.head,
    Thread.audience,
    Thread.asker_id,
    Thread.member_ids,
    Thread.is_locked,
    Thread.removals,
).where(Thread.id == bindparam("thread"), Thread.workshop_id == bindparam("workshop"))
CLOSED = "This chat is closed. It can still be read."
PLACE = select(Thread.workshop_id).where(Thread.id == bindparam("thread"))


def workshop_of(work: Work, thread_id: int) -> int:
    """The workshop that a thread belongs to; raises NotFound."""

    def read() -> int:
        found = work.session.connection().execute(PLACE, {"thread": thread_id}).scalar_one_or_none()
        if found is None:
            raise NotFound
        return int(found)

    return work.known(("thread", thread_id), read)


def thread_to_enter(work: Work, actor: Actor, thread_id: int) -> Thread:
    """The thread, if this person may be in it."""
    thread = work.get_in(actor.workshop_id, Thread, thread_id)
    require(actor, Permission.ENTER_THREAD, thread)
    return thread


def head_to_read(work: Work, actor: Actor, thread_id: int) -> int:
    """How far the thread has come, for somebody who may be in it; asked for everybody who comes in or comes back."""
    where = {"thread": thread_id, "workshop": actor.workshop_id}
    thread = work.session.connection().execute(HEAD, where).one_or_none()
    if thread is None:
        raise NotFound
    require(actor, Permission.ENTER_THREAD, thread)
    return int(thread.head)


def page_after(work: Work, actor: Actor, thread_id: int, after: int) -> tuple[int, list[ListedEntry]]:
    """The head, and the entries of every kind with greater numbers, oldest first, as many as one answer holds."""
    head = head_to_read(work, actor, thread_id)

    def read() -> list[ListedEntry]:
        found = select(Message).where(
            Message.thread_id == thread_id, Message.seq > after, Message.seq <= head
        )
        messages = work.session.scalars(found.order_by(Message.seq).limit(PAGE)).all()
        return [listed(message) for message in _fitting(messages)]

    # Each change of what a page shows is an entry and moves the head, so the head says which page it is.
    return head, work.page(("after", thread_id, after, head), read)


def chat_of(work: Work, actor: Actor, thread_id: int, before: int | None = None) -> dict[str, Any]:
    """The newest messages of a thread, or those before a number, as a page shows them; `earliest` is 0 for none.

    `last` is the number up to which the page knows the thread: what comes after it is asked for.
    """
    thread, hosts = _thread_and_hosts(work, actor, thread_id)
    until = min(thread.head + 1, before or thread.head + 1)
    messages = _before(work, thread_id, until)
    reactions = reactions_to(work, thread_id, [message.seq for message in messages])
    return {
        "id": thread_id,
        "head": thread.head,
        "last": until - 1,
        "earliest": messages[0].seq if messages else 0,
        "messages": [
            _shown(actor, thread, message, hosts, reactions.get(message.seq, ())) for message in messages
        ],
        "may_post": may(actor, Permission.POST_MESSAGE, thread),
        "may_react": may(actor, Permission.REACT_TO_MESSAGE, thread),
        "may_delete": may(
            actor,
            Permission.DELETE_MESSAGE,
            Said(thread.workshop_id, thread.is_open, None, hosts, audience=thread.audience),
        ),
        "is_locked": thread.is_locked,
        "may_moderate": may(actor, Permission.SEE_REPORTS, thread),
        "why_not": measure_against(actor, Permission.POST_MESSAGE, thread) or CLOSED,
    }


def newest_page(work: Work, actor: Actor, thread_id: int) -> tuple[int, list[ListedEntry]]:
    """The head and the last messages, oldest first: what a newcomer reads."""
    head = head_to_read(work, actor, thread_id)

    def read() -> list[ListedEntry]:
        return listing(work, thread_id, _before(work, thread_id, head + 1))

    return head, work.page(("newest", thread_id, head), read)


def messages_before(work: Work, actor: Actor, thread_id: int, before: int) -> list[Message]:
    """Older messages than number `before`, oldest first, BACKLOG at most."""
    head_to_read(work, actor, thread_id)
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


def _shown(
    actor: Actor,
    thread: Thread,
    message: Message,
    host_ids: frozenset[int],
    reactions: Sequence[ReactionSeen],
) -> dict[str, Any]:
    """A message as a page shows it, with what this person may do with it."""
    said = Said(
        thread.workshop_id,
        thread.is_open,
        message.author_id,
        host_ids,
        audience=thread.audience,
        is_locked=thread.is_locked,
    )
    is_others = message.author_id != actor.person_id
    may_moderate = may(actor, Permission.SEE_REPORTS, thread)
    is_there = message.kind == "message" and message.deleted_at is None and message.hidden_at is None
    return {
        **listed(message, reactions),
        "posted_at": message.posted_at,
        "parts": [] if message.hidden_at else parts_of(message.text, message.mentions),
        "signs": [
            (*REACTIONS[one["name"]], len(one["people"]), actor.person_id in one["people"], one["name"])
            for one in reactions
            if is_there
        ],
        "may_react": is_there and may(actor, Permission.REACT_TO_MESSAGE, thread),
        "may_edit": is_there and may(actor, Permission.EDIT_MESSAGE, said),
        "may_delete": is_there and may(actor, Permission.DELETE_MESSAGE, said),
        "may_report": is_there and is_others,
        "may_moderate": message.kind == "message" and is_others and may_moderate,
    }


def _thread_and_hosts(work: Work, actor: Actor, thread_id: int) -> tuple[Thread, frozenset[int]]:
    """What thread_to_enter gives, and who hosts it, in one question to the store."""
    found = select(Thread, Host.person_id).outerjoin(Host, Host.thread_id == Thread.id)
    here = found.where(Thread.id == thread_id, Thread.workshop_id == actor.workshop_id)
    rows = work.session.execute(here).all()
    if not rows:
        raise NotFound
    thread = work.hold(rows[0].Thread)
    require(actor, Permission.ENTER_THREAD, thread)
    return thread, frozenset(row.person_id for row in rows if row.person_id is not None)


def _before(work: Work, thread_id: int, before: int) -> list[Message]:
    """What was said before a number, oldest first, BACKLOG messages at most: with its last text, without its changes."""
    found = select(Message).where(
        Message.thread_id == thread_id, Message.seq < before, Message.target.is_(None)
    )
    newest_first = work.session.scalars(found.order_by(Message.seq.desc()).limit(BACKLOG)).all()
    return _fitting(newest_first)[::-1]


def _fitting(messages: Sequence[Message]) -> list[Message]:
    """The first ones, as many as one answer holds."""
    return list(messages[: fitting(message.text for message in messages)])
