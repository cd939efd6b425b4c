"""Move the rest of a day, and take it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.access import Actor
from portal.announcements.actions import announce
from portal.announcements.rules import Audience
from portal.announcements.rules import Draft as AnnouncementDraft
from portal.audit.actions import record
from portal.clock import now
from portal.delays import queries
from portal.delays.models import Delay
from portal.delays.rules import Moved, Order, check_fresh, check_seen, check_untouched, plan, sentence
from portal.errors import Conflict
from portal.programme.actions.telling import tell
from portal.programme.models import ProgrammeSession, Talk
from portal.store.work import Work
from portal.workshops.models import Workshop

TIMES = ("starts_at", "ends_at", "planned_starts_at", "planned_ends_at")
TOLD_FOR = 60
"""Minutes for which the announcement of a delay stays on the pages."""


def move(work: Work, actor: Actor, order: Order) -> Delay:
    """Move what the preview showed, and nothing else; the same client_id of the same author again is the same change.

    Raises Conflict when the line is not any more what was previewed.
    """
    workshop, _ = queries.place_to_move(work, actor, order.stage_id)
    work.lock(workshop)
    mine = select(Delay).where(
        Delay.workshop_id == workshop.id,
        Delay.author_id == actor.known_id,
        Delay.client_id == order.client_id,
    )
    known = work.session.scalars(mine).one_or_none()
    if known is not None:
        return known
    at = now()
    check_fresh(order.at, at)
    line = queries.line_now(work, workshop, order.stage_id, order.at)
    check_seen(order.seen, line.fingerprint, queries.last_told(work, workshop.id, line))
    planned = plan(line, order.minutes, order.at)
    moved = planned.moved
    if not moved:
        raise Conflict("Nothing would move.")
    told = sentence(planned, order.minutes, workshop.zone)
    rows = [_row(work, workshop, one.slot.key) for one in moved]
    before = [_times(one.slot.key, row) for one, row in zip(moved, rows, strict=True)]
    for one, row in zip(moved, rows, strict=True):
        _write(row, one)
    work.session.flush()
    delay = work.add(
        Delay(
            workshop_id=workshop.id,
            stage_id=order.stage_id,
            author_id=actor.known_id,
            author_name=actor.name,
            client_id=order.client_id,
            minutes=order.minutes,
            on=line.day,
            before=before,
            left=queries.line_then(work, workshop, order.stage_id, line.day).fingerprint,
            made_at=at,
        )
    )
    tell(work, workshop, rows, told)
    if order.is_announced:
        audience = Audience.STAGE if order.stage_id else Audience.ALL
        announce(
            work,
            actor,
            AnnouncementDraft(f"delay-{delay.id}", told, audience, order.stage_id, minutes=TOLD_FOR),
        )
    record(work, actor, "delays.move", f"line {order.stage_id}", minutes=order.minutes)
    return delay


def undo(work: Work, actor: Actor, delay_id: int) -> Delay:
    """Write back the times before the last change of a line; doing it twice is the same as once.

    Raises Conflict when something of the line was changed since, by hand or by another delay.
    """
    delay = work.get_in(actor.workshop_id, Delay, delay_id)
    workshop, _ = queries.place_to_move(work, actor, delay.stage_id)
    work.lock(workshop)
    work.lock(delay)
    if delay.undone_at is not None:
        return delay
    line = queries.line_then(work, workshop, delay.stage_id, delay.on)
    check_untouched(delay.left, line.fingerprint)
    rows = [_row(work, workshop, one["key"]) for one in delay.before]
    for row, one in zip(rows, delay.before, strict=True):
        for name in TIMES:
            setattr(row, name, _instant(one[name]))
    delay.undone_at = now()
    work.session.flush()
    tell(work, workshop, rows, "The times are as they were before the last change.")
    record(work, actor, "delays.undo", f"delay {delay_id}")
    return delay


def _row(work: Work, workshop: Workshop, key: str) -> ProgrammeSession | Talk:
    """The session or the talk of a key; one that is gone has changed the line already."""
    number = int(key[1:])
    if key.startswith("t"):
        return work.get_in(workshop.id, Talk, number)
    return work.get_in(workshop.id, ProgrammeSession, number)


def _write(row: ProgrammeSession | Talk, moved: Moved) -> None:
    """The first change keeps what was planned; an end that nobody gave stays open."""
    if row.planned_starts_at is None:
        row.planned_starts_at, row.planned_ends_at = row.starts_at, row.ends_at
    row.starts_at = moved.starts_at
    if not moved.slot.is_open:
        row.ends_at = moved.ends_at


def _times(key: str, row: ProgrammeSession | Talk) -> dict[str, Any]:
    times = {name: getattr(row, name) for name in TIMES}
    return {"key": key, **{name: at.isoformat() if at else None for name, at in times.items()}}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
