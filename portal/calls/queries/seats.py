"""The seats of a call, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import Actor, Permission, may, require
from portal.calls.events import SeatSeen
from portal.calls.models import CallRoom, CallSeat
from portal.calls.rules import GONE_SECONDS, KINDS, At
from portal.errors import NotFound
from portal.store.work import Work
from portal.threads.models import Host, Thread
from portal.threads.queries import thread_to_enter


@dataclass(frozen=True)
class Hosting:
    """A call as permissions see it: where it is, and who hosts its thread."""

    workshop_id: int
    host_ids: frozenset[int]


def call_to_enter(work: Work, actor: Actor, thread_id: int) -> Thread:
    """The thread, if this person may be in it and it has a call at all."""
    thread = thread_to_enter(work, actor, thread_id)
    if thread.kind not in KINDS:
        raise NotFound
    return thread


def call_to_host(work: Work, actor: Actor, thread_id: int) -> Thread:
    """The thread, if this person may mute and remove people in its call."""
    return _led(work, actor, Permission.HOST_CALL, thread_id)


def call_to_set_up(work: Work, actor: Actor, thread_id: int) -> Thread:
    """The thread, if this person may say where else its people meet."""
    return _led(work, actor, Permission.SET_UP_CALL, thread_id)


def hosting_of(work: Work, thread: Thread) -> Hosting:
    """For permissions: whose call it is."""
    hosts = work.session.scalars(select(Host.person_id).where(Host.thread_id == thread.id))
    return Hosting(thread.workshop_id, frozenset(hosts))


def is_host(work: Work, actor: Actor, thread: Thread) -> bool:
    """Whether a seat is kept for this person."""
    return may(actor, Permission.HOST_CALL, hosting_of(work, thread))


def seats_of(work: Work, thread_id: int, at: datetime) -> list[CallSeat]:
    """The seats whose pages have been heard lately, in the order in which they were taken."""
    heard = CallSeat.seen_at >= at - timedelta(seconds=GONE_SECONDS)
    found = select(CallSeat).where(CallSeat.thread_id == thread_id, heard).order_by(CallSeat.id)
    return list(work.session.scalars(found))


def own_seat(work: Work, actor: Actor, at: At) -> CallSeat:
    """This person's seat; raises NotFound when they have it no longer."""
    mine = select(CallSeat).where(CallSeat.id == at.seat_id, CallSeat.thread_id == at.thread_id)
    seat = work.session.scalars(mine.where(CallSeat.person_id == actor.known_id)).one_or_none()
    if seat is None:
        raise NotFound("You are no longer in this call.")
    return work.hold(seat)


def seen(seats: Sequence[CallSeat]) -> list[SeatSeen]:
    """The seats as others see them."""
    return [
        {
            "seat": seat.id,
            "person": seat.person_id,
            "name": seat.person_name,
            "role": seat.person_role,
            "is_host": seat.is_host,
            "audio": seat.audio,
            "video": seat.video,
            "screen": seat.screen,
            "is_listening": seat.is_listening,
        }
        for seat in seats
    ]


def state_of(work: Work, thread_id: int, at: datetime) -> tuple[int, list[SeatSeen]]:
    """The number of the newest change, and the seats."""
    head = work.session.scalar(select(CallRoom.head).where(CallRoom.thread_id == thread_id))
    return head or 0, seen(seats_of(work, thread_id, at))


def _led(work: Work, actor: Actor, permission: Permission, thread_id: int) -> Thread:
    thread = call_to_enter(work, actor, thread_id)
    require(actor, permission, hosting_of(work, thread))
    return thread
