"""What time has made of the lounge, read before anything is written."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.lounge.models import LoungeIntroduction, LoungeSeat, LoungeTable, LoungeWait
from portal.lounge.queries.meeting import matches_in
from portal.lounge.rules import (
    ANSWER_WITHIN,
    EMPTY_FOR,
    GONE_FOR,
    LEFT_FOR,
    RENEW_AFTER,
    WAIT_RENEW_AFTER,
    WAITS_WITHOUT_LIVE,
    WITHOUT_LIVE,
    Outcome,
)
from portal.store.work import Work


def is_seat_given_up(at: datetime) -> ColumnElement[bool]:
    """A seat whose person has been away for too long."""
    return or_(
        and_(LoungeSeat.is_live, LoungeSeat.seen_at < at - GONE_FOR - RENEW_AFTER),
        LoungeSeat.seen_at < at - WITHOUT_LIVE,
    )


def is_wait_given_up(at: datetime) -> ColumnElement[bool]:
    """Somebody in the queue who has left the page."""
    return or_(
        and_(LoungeWait.is_live, LoungeWait.seen_at < at - LEFT_FOR - WAIT_RENEW_AFTER),
        LoungeWait.seen_at < at - WAITS_WITHOUT_LIVE,
    )


def is_unanswered(at: datetime) -> ColumnElement[bool]:
    """An introduction whose time is over."""
    return and_(
        LoungeIntroduction.outcome == Outcome.OPEN, LoungeIntroduction.proposed_at < at - ANSWER_WITHIN
    )


def is_deserted(at: datetime) -> ColumnElement[bool]:
    """An attendee's table at which nobody has been sitting for some minutes."""
    return and_(
        LoungeTable.is_open, LoungeTable.owner_id.is_not(None), LoungeTable.empty_since < at - EMPTY_FOR
    )


def lounges_to_tidy(work: Work, at: datetime) -> set[int]:
    """The workshops in whose lounges something has run out, or in which two can be introduced."""
    due = {
        workshop
        for found in (
            select(LoungeSeat.workshop_id).where(is_seat_given_up(at)),
            select(LoungeWait.workshop_id).where(is_wait_given_up(at)),
            select(LoungeIntroduction.workshop_id).where(is_unanswered(at)),
            select(LoungeTable.workshop_id).where(is_deserted(at)),
        )
        for workshop in work.session.scalars(found.distinct())
    }
    several = (
        select(LoungeWait.workshop_id)
        .where(LoungeWait.introduction_id.is_(None))
        .group_by(LoungeWait.workshop_id)
        .having(func.count() > 1)
    )
    due |= {workshop for workshop in work.session.scalars(several) if matches_in(work, workshop, at)}
    return due


def is_somebody_to_renew(
    work: Work, here: Mapping[int, frozenset[int]], seats_before: datetime, waits_before: datetime
) -> bool:
    """Whether the store should hear that some of these people (workshop → ids) are still here."""
    for workshop_id, ids in here.items():
        for table, before in ((LoungeSeat, seats_before), (LoungeWait, waits_before)):
            old = select(table.person_id).where(
                table.workshop_id == workshop_id,
                table.person_id.in_(ids),
                or_(table.seen_at < before, ~table.is_live),
            )
            if work.session.scalars(old.limit(1)).first() is not None:
                return True
    return False
