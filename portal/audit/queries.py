"""The trail, read by those who must account for what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Select, func, or_, select

from portal.access import Actor, Permission, require
from portal.audit.models import AuditEntry
from portal.audit.rules import MOST_IN_FILE, PAGE, Filter, Trail
from portal.store.work import Work


@dataclass(frozen=True)
class Listing:
    """One page of the trail."""

    entries: Sequence[AuditEntry]
    total: int
    number: int
    pages: int


def trail_page(work: Work, actor: Actor, wanted: Filter, zone: tzinfo = UTC) -> Listing:
    """A page of the entries that fit, the newest first: of the workshop, or outside one, for operators, of all."""
    found = _fitting(actor, wanted, zone)
    total = work.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, wanted.number), pages)
    newest = found.order_by(AuditEntry.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
    return Listing(work.session.scalars(newest).all(), total, number, pages)


def trail_to_take(work: Work, actor: Actor, wanted: Filter, zone: tzinfo = UTC) -> Sequence[AuditEntry]:
    """All entries that fit, the oldest first, for a file."""
    found = _fitting(actor, wanted, zone).order_by(AuditEntry.id)
    return work.session.scalars(found.limit(MOST_IN_FILE)).all()


def actions_known(work: Work, actor: Actor) -> list[str]:
    """The actions that are in the trail."""
    found = _here(actor, select(AuditEntry.action).distinct().order_by(AuditEntry.action))
    return list(work.session.scalars(found))


def _fitting(actor: Actor, wanted: Filter, zone: tzinfo) -> Select[Any]:
    found = _here(actor, select(AuditEntry))
    if wanted.person:
        like = f"%{_escaped(wanted.person.lower())}%"
        found = found.where(
            or_(
                func.lower(AuditEntry.actor_name).like(like, escape="\\"),
                func.lower(AuditEntry.person_name).like(like, escape="\\"),
            )
        )
    if wanted.action:
        found = found.where(AuditEntry.action == wanted.action)
    if wanted.first_day:
        found = found.where(AuditEntry.at >= datetime.combine(wanted.first_day, time(), zone))
    if wanted.last_day:
        found = found.where(
            AuditEntry.at < datetime.combine(wanted.last_day + timedelta(days=1), time(), zone)
        )
    return found


def _here(actor: Actor, found: Select[Any]) -> Select[Any]:
    require(actor, Permission.SEE_TRAIL, Trail(actor.workshop_id))
    return found if actor.workshop_id is None else found.where(AuditEntry.workshop_id == actor.workshop_id)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
