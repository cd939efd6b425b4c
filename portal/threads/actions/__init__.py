"""Threads, changed: opened, given hosts, and written into; what was written is edited and deleted."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete as delete_from
from sqlalchemy import insert, select

from portal.events import Eviction
from portal.store.work import Work
from portal.threads.actions.calling import tell_desk
from portal.threads.actions.changing import delete, edit
from portal.threads.actions.forgetting import empty_threads, forget_author, forget_name
from portal.threads.actions.hiding import hide, keep_out, set_locked, show
from portal.threads.actions.posting import post
from portal.threads.actions.reacting import react
from portal.threads.models import Host, Thread
from portal.threads.rules import DIRECT, EVERYBODY, MEMBERS, room_of
from portal.workshops.models import Workshop

__all__ = [
    "anchor",
    "delete",
    "edit",
    "empty_threads",
    "forget_author",
    "forget_name",
    "hide",
    "keep_out",
    "open_direct",
    "open_thread",
    "post",
    "react",
    "set_hosts",
    "set_locked",
    "set_members",
    "set_pair",
    "show",
    "tell_desk",
]


def open_thread(
    work: Work, workshop_id: int, kind: str, *, audience: str = EVERYBODY, asker_id: int | None = None
) -> Thread:
    """A new, empty thread, for those whom portal.threads.models.Thread names."""
    return work.add(Thread(workshop_id=workshop_id, kind=kind, audience=audience, asker_id=asker_id))


def anchor(work: Work, workshop_id: int, kind: str) -> int:
    """The one closed, empty thread of this kind, at which notices stand; made when it is first needed."""
    found = select(Thread.id).where(Thread.workshop_id == workshop_id, Thread.kind == kind).limit(1)
    thread_id = work.session.scalar(found)
    if thread_id is None:
        # Two first needs at once: the second waits for the workshop's row and then finds the thread.
        work.lock(work.get(Workshop, workshop_id))
        thread_id = work.session.scalar(found)
    if thread_id is None:
        thread = open_thread(work, workshop_id, kind)
        thread.is_open = False
        work.session.flush()
        thread_id = thread.id
    return thread_id


def open_direct(work: Work, workshop_id: int, person_ids: Collection[int]) -> Thread:
    """A thread between two people, which nobody else reads; they cannot write there yet."""
    thread = Thread(workshop_id=workshop_id, kind=DIRECT, audience=DIRECT, is_open=False)
    thread.member_ids = sorted(person_ids)
    return work.add(thread)


def set_pair(work: Work, thread: Thread, person_ids: Collection[int], *, is_open: bool) -> None:
    """Which of the two may come in, and whether they may write. Who was in and may not be any more is put out at once."""
    is_less = bool(set(thread.member_ids or ()) - set(person_ids)) or (thread.is_open and not is_open)
    thread.member_ids, thread.is_open = sorted(person_ids), is_open
    if is_less:
        work.session.flush()
        work.announce(Eviction(room=room_of(thread.id)))


def set_hosts(work: Work, thread_id: int, roles: Mapping[int, str]) -> None:
    """Let exactly these people (person id → role) have a part of their own in the thread.

    Who had one and has none any more is seen as such in every open room: their connections come back as what they are.
    """
    had = work.session.scalars(select(Host.person_id).where(Host.thread_id == thread_id)).all()
    if gone := [person_id for person_id in had if person_id not in roles]:
        workshop_id = work.session.scalar(select(Thread.workshop_id).where(Thread.id == thread_id))
        for person_id in gone:
            work.announce(Eviction(person_id=person_id, workshop_id=workshop_id))
    work.session.execute(delete_from(Host).where(Host.thread_id == thread_id))
    if roles:
        rows = [{"thread_id": thread_id, "person_id": person, "role": role} for person, role in roles.items()]
        work.session.execute(insert(Host), rows)


def set_members(work: Work, thread: Thread, person_ids: Collection[int] | None) -> None:
    """Let only these people into the thread, besides those who keep order; None lets everybody in again.

    Who was in and may not be any more is put out.
    """
    before = thread.member_ids
    thread.audience = EVERYBODY if person_ids is None else MEMBERS
    thread.member_ids = None if person_ids is None else sorted(person_ids)
    if person_ids is not None and (before is None or set(before) - set(person_ids)):
        work.session.flush()
        work.announce(Eviction(room=room_of(thread.id)))
