"""Seats are taken, kept and left. Who decides holds the thread, so the last seat is taken once, over all workers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select

from portal.access import Actor, Permission, may, measure_against
from portal.calls.events import CallChanged, SeatTold
from portal.calls.models import CallRemoval, CallRoom, CallSeat
from portal.calls.queries.seats import call_to_enter, is_host, own_seat, seats_of, seen
from portal.calls.rules import GONE_SECONDS, At, Granted, Taken, Wish, grant, room_of_seat
from portal.clock import now
from portal.errors import Conflict, NotAllowed
from portal.events import Eviction
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.threads.models import Thread
from portal.threads.queries import role_in


@dataclass(frozen=True)
class Sitting:
    """A seat after a wish, and what of it was not possible."""

    seat: CallSeat
    why: str


def join(work: Work, actor: Actor, wish: Wish) -> Sitting:
    """Take a seat, or listen where none is free; the same client_id again is the same seat.

    A person has one seat: whoever sits down with another page gets up with the first. Raises Conflict in a full room
    or a closed one, and NotAllowed for who was sent out a short while ago.
    """
    thread = call_to_enter(work, actor, wish.thread_id)
    hold_call(work, wish.thread_id)
    # Whoever locked or closed it a moment ago has been waited for.
    work.session.refresh(thread)
    _check_open(call_to_enter(work, actor, wish.thread_id))
    at = now()
    _check_removed(work, actor, wish.thread_id, at)
    mine = select(CallSeat).where(CallSeat.thread_id == wish.thread_id, CallSeat.person_id == actor.known_id)
    before = work.session.scalars(mine).one_or_none()
    if before is not None and before.client_id == wish.client_id:
        granted = _grant(work, actor, before, wish, at)
        before.seen_at = at
        _apply(before, granted)
        tell(work, wish.thread_id, at)
        return Sitting(before, granted.why)
    if before is not None:
        told = SeatTold(thread=wish.thread_id, seat=before.id, what="elsewhere", by=actor.name)
        work.announce(told)
        vacate(work, before)
    others = _others(work, wish.thread_id, 0, at)
    granted = _hushed(
        actor, thread, grant(others, _allowed(actor, thread, wish), is_host=is_host(work, actor, thread))
    )
    seat = work.add(_new_seat(work, actor, thread, wish, granted))
    work.hold(seat)
    tell(work, wish.thread_id, at)
    return Sitting(seat, granted.why)


def stay(work: Work, actor: Actor, wish: Wish) -> Sitting:
    """Say that one is still there, and how one would like to sit; what others hear of it is only what is new.

    Raises NotFound when the seat is gone.
    """
    _check_open(call_to_enter(work, actor, wish.thread_id))
    hold_call(work, wish.thread_id)
    at = now()
    seat = own_seat(work, actor, At(wish.thread_id, wish.seat_id))
    granted = _grant(work, actor, seat, wish, at)
    seat.seen_at = at
    is_new = _apply(seat, granted)
    has_swept = sweep(work, wish.thread_id, at)
    if is_new or has_swept:
        tell(work, wish.thread_id, at)
    return Sitting(seat, granted.why)


def leave(work: Work, actor: Actor, at: At) -> None:
    """Get up; twice is the same as once."""
    mine = (CallSeat.thread_id == at.thread_id, CallSeat.person_id == actor.known_id)
    if work.session.scalar(select(CallSeat.id).where(CallSeat.id == at.seat_id, *mine)) is None:
        return
    hold_call(work, at.thread_id)
    seat = work.session.get(CallSeat, at.seat_id, populate_existing=True)
    if seat is not None:
        vacate(work, seat)
        tell(work, at.thread_id, now())


def hold_call(work: Work, thread_id: int) -> CallRoom:
    """The call of this thread, which nobody else can change until the end of this unit of work."""
    work.session.execute(select(Thread.id).where(Thread.id == thread_id).with_for_update())
    found = work.session.get(CallRoom, thread_id, populate_existing=True)
    return work.hold(found or work.add(CallRoom(thread_id=thread_id, head=0, link="")))


def vacate(work: Work, seat: CallSeat) -> None:
    """Nobody sits there any more: whoever held the seat hears and signals nothing from here on."""
    work.announce(Eviction(room=room_of_seat(seat.thread_id, seat.id)))
    work.session.delete(seat)
    work.session.flush()


def sweep(work: Work, thread_id: int, at: datetime) -> bool:
    """Free the seats of pages that are gone, and of people who are let in no longer; whether there were any."""
    unheard = CallSeat.seen_at < at - timedelta(seconds=GONE_SECONDS)
    let_in = exists().where(
        Thread.id == CallSeat.thread_id,
        Registration.workshop_id == Thread.workshop_id,
        Registration.person_id == CallSeat.person_id,
        Registration.state == State.ACCEPTED,
    )
    found = select(CallSeat).where(CallSeat.thread_id == thread_id, or_(unheard, ~let_in))
    gone = list(work.session.scalars(found))
    for seat in gone:
        vacate(work, seat)
    return bool(gone)


def tell(work: Work, thread_id: int, at: datetime) -> None:
    """Give the change its number and tell everybody who looks at it who sits where."""
    room = hold_call(work, thread_id)
    sweep(work, thread_id, at)
    room.head += 1
    work.session.flush()
    seats = seen(seats_of(work, thread_id, at))
    work.announce(CallChanged(thread=thread_id, head=room.head, seats=seats))


def _check_open(thread: Thread) -> None:
    if not thread.is_open:
        raise Conflict("This call is over: the chat beside it is closed.")


def _check_removed(work: Work, actor: Actor, thread_id: int, at: datetime) -> None:
    mine = (CallRemoval.thread_id == thread_id, CallRemoval.person_id == actor.known_id)
    work.session.execute(delete(CallRemoval).where(*mine, CallRemoval.until <= at))
    if work.session.scalar(select(CallRemoval.until).where(*mine)):
        raise NotAllowed("The host has removed you from this call. The chat is still open to you.")


def _grant(work: Work, actor: Actor, seat: CallSeat, wish: Wish, at: datetime) -> Granted:
    others = _others(work, seat.thread_id, seat.id, at)
    thread = work.get(Thread, seat.thread_id)
    return _hushed(actor, thread, grant(others, _allowed(actor, thread, wish), is_host=seat.is_host))


def _allowed(actor: Actor, thread: Thread, wish: Wish) -> Wish:
    """Who is silenced may listen."""
    return wish if may(actor, Permission.SPEAK_UP, thread) else replace(wish, is_listening=True)


def _hushed(actor: Actor, thread: Thread, granted: Granted) -> Granted:
    told = measure_against(actor, Permission.SPEAK_UP, thread)
    return replace(granted, why=f"Listening only. {told}") if told else granted


def _others(work: Work, thread_id: int, seat_id: int, at: datetime) -> list[Taken]:
    return [
        Taken(seat.is_host, seat.is_listening, seat.video, seat.screen)
        for seat in seats_of(work, thread_id, at)
        if seat.id != seat_id
    ]


def _apply(seat: CallSeat, granted: Granted) -> bool:
    """Whether the seat is another now."""
    names = ("is_listening", "audio", "video", "screen")
    before = [getattr(seat, name) for name in names]
    for name in names:
        setattr(seat, name, getattr(granted, name))
    return before != [getattr(seat, name) for name in names]


def _new_seat(work: Work, actor: Actor, thread: Thread, wish: Wish, granted: Granted) -> CallSeat:
    return CallSeat(
        thread_id=wish.thread_id,
        person_id=actor.known_id,
        client_id=wish.client_id,
        person_name=actor.name,
        person_role=role_in(work, actor, wish.thread_id),
        is_host=is_host(work, actor, thread),
        is_listening=granted.is_listening,
        audio=granted.audio,
        video=granted.video,
        screen=granted.screen,
        seen_at=now(),
    )
