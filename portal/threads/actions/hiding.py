"""Hide what was said, show it again, lock a room, and keep somebody out of it for a time.

Who may, is asked by the feature that keeps order. Hiding is an entry of the log, so that nobody misses it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from portal.access import Actor
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.events import Eviction
from portal.notices.actions import forget
from portal.store.work import Work
from portal.threads.actions import log
from portal.threads.events import MessageHidden, MessageShown
from portal.threads.models import Message, Thread
from portal.threads.rules import GONE, room_of


def hide(work: Work, actor: Actor, thread_id: int, seq: int, client_id: str) -> bool:
    """Show a message to nobody; whether that is new. Raises NotFound, and Conflict for a deleted one."""
    taken = log.take(work, actor, thread_id)
    message = _locked(work, thread_id, seq)
    if message.deleted_at is not None:
        raise Conflict(GONE)
    if message.hidden_at is not None:
        log.give_back(work, thread_id)
        return False
    entry = log.new_entry(actor, thread_id, taken.head, client_id, kind="hiding", text="", target=seq)
    told = log.write(work, entry)
    if told is None:
        raise Conflict("This was sent before, as something else.")
    _set_hidden(work, thread_id, seq, entry["posted_at"])
    forget(work, thread_id, seq)
    work.announce(MessageHidden(**told, target=seq))
    return True


def show(work: Work, actor: Actor, thread_id: int, seq: int, client_id: str) -> bool:
    """Show a hidden message again, as its writer left it; whether that is new."""
    taken = log.take(work, actor, thread_id)
    message = _locked(work, thread_id, seq)
    if message.hidden_at is None or message.deleted_at is not None:
        log.give_back(work, thread_id)
        return False
    entry = log.new_entry(
        actor,
        thread_id,
        taken.head,
        client_id,
        kind="showing",
        text=message.text,
        target=seq,
        mentions=message.mentions,
    )
    told = log.write(work, entry)
    if told is None:
        raise Conflict("This was sent before, as something else.")
    _set_hidden(work, thread_id, seq, None)
    work.announce(MessageShown(**told, target=seq))
    return True


def set_locked(work: Work, thread: Thread, *, is_locked: bool) -> bool:
    """Let only those write who keep order, or everybody again; whether that is new. Everybody there enters anew."""
    work.lock(thread)
    if thread.is_locked == is_locked:
        return False
    thread.is_locked = is_locked
    work.session.flush()
    work.announce(Eviction(room=room_of(thread.id)))
    return True


def keep_out(work: Work, thread: Thread, person_id: int, until: datetime | None, why: str = "") -> None:
    """Let somebody not into the thread until then, or let them in again."""
    work.lock(thread)
    at = now()
    kept: Mapping[str, dict[str, str]] = thread.removals or {}
    ahead = {one: removal for one, removal in kept.items() if datetime.fromisoformat(removal["until"]) > at}
    ahead.pop(str(person_id), None)
    if until is not None:
        ahead[str(person_id)] = {"until": until.isoformat(), "why": why}
    thread.removals = ahead or None
    work.session.flush()
    work.announce(Eviction(person_id=person_id, workshop_id=thread.workshop_id))


def _locked(work: Work, thread_id: int, seq: int) -> Message:
    """The message; nobody else changes it, since its thread is held."""
    found = select(Message).where(
        Message.thread_id == thread_id, Message.seq == seq, Message.kind == "message"
    )
    message = work.session.scalars(found, execution_options={"populate_existing": True}).one_or_none()
    if message is None:
        raise NotFound
    return work.hold(message)


def _set_hidden(work: Work, thread_id: int, seq: int, at: datetime | None) -> None:
    """The message and all words of it that stand in changes."""
    here = Message.thread_id == thread_id
    is_it = (Message.seq == seq) | ((Message.target == seq) & Message.kind.in_(("edit", "showing")))
    work.session.execute(
        update(Message).where(here, is_it).values(hidden_at=at),
        execution_options={"synchronize_session": False},
    )
    work.session.expire_all()
