"""A thread is for fewer people than before, or for none: the others are out of its call as they are out of its chat."""

from sqlalchemy import select

from portal.access import Permission, may
from portal.accounts.models import Person
from portal.calls.actions.sitting import hold_call, tell, vacate
from portal.calls.events import SeatTold
from portal.calls.models import CallSeat
from portal.calls.rules import room_of_call
from portal.clock import now
from portal.events import Eviction
from portal.registrations.queries import actor_of
from portal.store.work import Work
from portal.threads.models import Thread


def look_again(work: Work, workshop_id: int, person_id: int) -> None:
    """A person may do less than before: they get up where they may not be, and only listen where they may not speak."""
    found = (
        select(CallSeat, Thread, Person)
        .join(Thread, Thread.id == CallSeat.thread_id)
        .join(Person, Person.id == CallSeat.person_id)
        .where(CallSeat.person_id == person_id, Thread.workshop_id == workshop_id)
    )
    for seat, thread, person in work.session.execute(found).all():
        hold_call(work, thread.id)
        actor = actor_of(work, person, workshop_id)
        if not may(actor, Permission.ENTER_THREAD, thread):
            work.announce(SeatTold(thread=thread.id, seat=seat.id, what="kept_out", by=""))
            vacate(work, seat)
        elif not may(actor, Permission.SPEAK_UP, thread):
            seat.is_listening, seat.audio, seat.video, seat.screen = True, False, False, False
            work.announce(SeatTold(thread=thread.id, seat=seat.id, what="muted", by="A moderator"))
        tell(work, thread.id, now())


def let_out(work: Work, thread: Thread) -> None:
    """Take the seats of those who may not be in the thread any more; who looked on is asked anew whether they may."""
    # The thread is written first: whoever is about to sit down waits for it, and is asked again then.
    work.session.flush()
    work.announce(Eviction(room=room_of_call(thread.id)))
    found = (
        select(CallSeat, Person)
        .join(Person, Person.id == CallSeat.person_id)
        .where(CallSeat.thread_id == thread.id)
    )
    out = [
        seat
        for seat, person in work.session.execute(found).all()
        if not thread.is_open
        or not may(actor_of(work, person, thread.workshop_id), Permission.ENTER_THREAD, thread)
    ]
    if not out:
        return
    hold_call(work, thread.id)
    what = "locked" if thread.is_open else "closed"
    for seat in out:
        work.announce(SeatTold(thread=thread.id, seat=seat.id, what=what, by=""))
        vacate(work, seat)
    tell(work, thread.id, now())
