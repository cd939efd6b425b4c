"""The times of a programme as open pages hear them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from portal.access import Actor
from portal.errors import NotFound
from portal.programme.events import TimesSeen
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries.schedule import sessions_of
from portal.programme.rules import end_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import page_to_see


def workshop_to_hear(work: Work, actor: Actor, workshop_id: int) -> Workshop:
    """The workshop whose times this person may follow."""
    if actor.workshop_id != workshop_id:
        raise NotFound
    return page_to_see(work, actor, "schedule")


def heads_of(work: Work, workshop_ids: Collection[int]) -> Mapping[int, int]:
    """The number of the newest change in each workshop."""
    found = select(Workshop.id, Workshop.programme_head).where(Workshop.id.in_(workshop_ids))
    return {row.id: row.programme_head for row in work.session.execute(found)}


def all_times(work: Work, workshop_id: int) -> list[TimesSeen]:
    """The times of every dated session and talk."""
    entries: list[ProgrammeSession | Talk] = []
    for session in sessions_of(work, workshop_id):
        entries += [session, *session.talks]
    return [wire(one) for one in entries if one.starts_at]


def wire(entry: ProgrammeSession | Talk) -> TimesSeen:
    """A dated entry as pages hear it."""
    over_at = end_of(entry)
    if entry.starts_at is None or over_at is None:
        raise ValueError("only dated entries have times")
    return {
        "key": f"{'t' if isinstance(entry, Talk) else 's'}{entry.id}",
        "starts_at": entry.starts_at.isoformat(),
        "ends_at": _iso(entry.ends_at),
        "over_at": over_at.isoformat(),
        "was_starts_at": _iso(entry.was_starts_at),
        "was_ends_at": _iso(entry.was_ends_at),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
