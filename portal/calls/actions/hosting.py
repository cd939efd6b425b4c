"""What the hosts of a call do: they mute, they remove, and they name a meeting elsewhere."""

from datetime import timedelta

from sqlalchemy import select

from portal.access import Actor
from portal.audit.actions import record
from portal.calls.actions.sitting import hold_call, tell, vacate
from portal.calls.events import SeatTold
from portal.calls.models import CallRemoval, CallSeat
from portal.calls.queries.seats import call_to_host, call_to_set_up
from portal.calls.rules import REMOVED_MINUTES, At, Setting, clean_link
from portal.clock import now
from portal.store.work import Work


def mute(work: Work, actor: Actor, at: At) -> None:
    """Switch somebody's microphone off; they are told by whom, and may switch it on again."""
    seat = _seat(work, actor, at)
    if seat is None or not seat.audio:
        return
    seat.audio = False
    work.announce(SeatTold(thread=at.thread_id, seat=seat.id, what="muted", by=actor.name))
    tell(work, at.thread_id, now())
    record(work, actor, "calls.mute", f"thread {at.thread_id}", person=(seat.person_id, seat.person_name))


def remove(work: Work, actor: Actor, at: At) -> None:
    """Take somebody's seat away; they may come back to the call after REMOVED_MINUTES, and stay in the chat."""
    seat = _seat(work, actor, at)
    if seat is None:
        return
    until = now() + timedelta(minutes=REMOVED_MINUTES)
    work.session.merge(CallRemoval(thread_id=at.thread_id, person_id=seat.person_id, until=until))
    work.announce(SeatTold(thread=at.thread_id, seat=seat.id, what="removed", by=actor.name))
    vacate(work, seat)
    record(work, actor, "calls.remove", f"thread {at.thread_id}", person=(seat.person_id, seat.person_name))
    tell(work, at.thread_id, now())


def set_link(work: Work, actor: Actor, setting: Setting) -> None:
    """Name a meeting elsewhere for those who are at this thread, or none."""
    call_to_set_up(work, actor, setting.thread_id)
    hold_call(work, setting.thread_id).link = clean_link(setting.link)
    record(work, actor, "calls.set_link", f"thread {setting.thread_id}", link=setting.link)


def _seat(work: Work, actor: Actor, at: At) -> CallSeat | None:
    """The seat, held until the end of this unit of work; None when it is free already."""
    call_to_host(work, actor, at.thread_id)
    hold_call(work, at.thread_id)
    found = select(CallSeat).where(CallSeat.id == at.seat_id, CallSeat.thread_id == at.thread_id)
    return work.session.scalars(found).one_or_none()
