"""What the clock does in the lounge: seats of those who left are freed, empty tables closed, silent introductions ended."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update

from portal.lounge.actions.hosting import shut
from portal.lounge.actions.meeting import drop_wait, end, introduce
from portal.lounge.actions.sitting import leave_seat
from portal.lounge.actions.turns import take_turn
from portal.lounge.models import LoungeIntroduction, LoungeSeat, LoungeTable, LoungeWait
from portal.lounge.queries import (
    is_deserted,
    is_seat_given_up,
    is_unanswered,
    is_wait_given_up,
    seats_at,
)
from portal.lounge.rules import Outcome
from portal.store.work import Work


def renew(
    work: Work,
    workshop_id: int,
    person_ids: Collection[int],
    at: datetime,
    *,
    seats_before: datetime,
    waits_before: datetime,
) -> None:
    """These people are here; written where the store heard it last before these instants.

    Each process writes of those whom it knows of, so that a seat is freed only when none of them has seen its person.
    """
    for table, before in ((LoungeSeat, seats_before), (LoungeWait, waits_before)):
        work.session.execute(
            update(table)
            .where(
                table.workshop_id == workshop_id,
                table.person_id.in_(person_ids),
                or_(table.seen_at < before, ~table.is_live),
            )
            .values(seen_at=at, is_live=True)
            .execution_options(synchronize_session=False)
        )


def tidy(work: Work, workshop_id: int, at: datetime) -> None:
    """Everything that has run out in one lounge, and then the introductions that are possible."""
    turn = take_turn(work, workshop_id)
    seats = select(LoungeSeat).where(LoungeSeat.workshop_id == workshop_id, is_seat_given_up(at))
    # Locked, so that somebody whom another process sees coming back in this moment keeps the seat.
    for seat in work.session.scalars(seats.with_for_update()).all():
        leave_seat(work, seat, turn, at)
    waits = select(LoungeWait).where(LoungeWait.workshop_id == workshop_id, is_wait_given_up(at))
    for wait in work.session.scalars(waits.with_for_update()).all():
        drop_wait(work, wait, at)
    told = select(LoungeIntroduction).where(LoungeIntroduction.workshop_id == workshop_id, is_unanswered(at))
    for one in work.session.scalars(told).all():
        end(work, one, Outcome.MISSED, at)
    tables = select(LoungeTable).where(LoungeTable.workshop_id == workshop_id, is_deserted(at))
    for table in work.session.scalars(tables).all():
        shut(work, table, seats_at(work, table.id), turn)
    introduce(work, workshop_id, at)
