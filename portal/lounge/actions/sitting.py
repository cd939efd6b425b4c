"""Sit down and stand up."""

from datetime import datetime

from portal.access import Actor, Permission, Role, require, title_of
from portal.calls.actions import let_out
from portal.clock import now
from portal.errors import Conflict
from portal.lounge.actions.turns import take_turn
from portal.lounge.models import LoungeMeeting, LoungeSeat, LoungeTable
from portal.lounge.queries import awaited_at, is_awaited, lounge_to_enter, seat_of, seats_at
from portal.lounge.rules import Met, free_number, in_order
from portal.store.work import Work
from portal.threads.actions import set_members
from portal.threads.models import Thread

LOCKED = "This table is locked: while it is, nobody new sits down. Take another one, or ask the people there to unlock it."
CLOSED = "This table has been closed. Take another one, or open one yourself."
PARTS = frozenset({Role.PRESENTER, Role.CHAIR})


def sit(work: Work, actor: Actor, table_id: int) -> int:
    """Take a seat, and leave the one taken before; returns its number. Sitting down twice is the same as once.

    Raises Conflict where the last seat is taken, or the table is locked or closed.
    """
    workshop = lounge_to_enter(work, actor)
    require(actor, Permission.SIT_AT_TABLE, workshop)
    turn = take_turn(work, workshop.id)
    table = work.get_in(workshop.id, LoungeTable, table_id)
    if not table.is_open:
        raise Conflict(CLOSED)
    return seat(work, actor, table, turn)


def seat(work: Work, actor: Actor, table: LoungeTable, turn: int) -> int:
    """The same at a table that is at hand, within a turn that was taken."""
    at, mine = now(), seat_of(work, table.workshop_id, actor.known_id)
    if mine is not None and mine.table_id == table.id:
        mine.seen_at = at
        return mine.number
    if table.is_locked and not is_awaited(work, table, actor.known_id):
        raise Conflict(LOCKED)
    others = seats_at(work, table.id)
    number = free_number(table.seats, {one.number for one in others})
    if mine is not None:
        leave_seat(work, mine, turn, at)
    work.add(
        LoungeSeat(
            workshop_id=table.workshop_id,
            person_id=actor.known_id,
            table_id=table.id,
            number=number,
            role=title_of(actor.roles - PARTS),
            seen_at=at,
        )
    )
    table.empty_since = None
    changed(work, table, turn)
    for other in others:
        note_meeting(work, table.workshop_id, (actor.known_id, other.person_id), Met.TABLE, at)
    return number


def stand_up(work: Work, actor: Actor) -> int | None:
    """Give one's seat back; returns the table, or None for somebody who does not sit."""
    workshop = lounge_to_enter(work, actor)
    turn = take_turn(work, workshop.id)
    mine = seat_of(work, workshop.id, actor.known_id)
    if mine is None:
        return None
    table_id = mine.table_id
    leave_seat(work, mine, turn, now())
    return table_id


def leave_seat(work: Work, taken: LoungeSeat, turn: int, at: datetime) -> None:
    """Free a seat, within a turn that was taken."""
    table = work.get(LoungeTable, taken.table_id)
    work.session.delete(taken)
    work.session.flush()
    if not seats_at(work, table.id):
        table.empty_since = at
    changed(work, table, turn)


def changed(work: Work, table: LoungeTable, turn: int) -> None:
    """The table is another one since this turn; who may read along and talk at a locked one follows its seats."""
    table.revision = turn
    thread = work.get(Thread, table.thread_id)
    if table.is_locked and table.is_open:
        work.session.flush()
        before = thread.member_ids
        inside = awaited_at(work, table) | {one.person_id for one in seats_at(work, table.id)}
        set_members(work, thread, inside)
        if before is None or set(before) - inside:
            let_out(work, thread)
    elif thread.member_ids is not None and table.is_open:
        set_members(work, thread, None)


def note_meeting(work: Work, workshop_id: int, people: tuple[int, int], kind: Met, at: datetime) -> None:
    """These two know of each other. What is known stays, but that they missed each other."""
    first, second = in_order(*people)
    known = work.session.get(LoungeMeeting, (workshop_id, first, second))
    if known is None:
        work.add(LoungeMeeting(workshop_id=workshop_id, first_id=first, second_id=second, kind=kind, at=at))
    elif known.kind == Met.MISSED or kind == Met.DECLINED:
        known.kind, known.at = kind, at
