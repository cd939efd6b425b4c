"""Deeds, written down with the change that they are part of."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from portal.access import Actor
from portal.audit.models import AuditEntry, AuditSweep
from portal.clock import now
from portal.store.work import Work


def record(
    work: Work,
    actor: Actor,
    action: str,
    about: str = "",
    *,
    person: tuple[int, str] | None = None,
    **details: Any,
) -> AuditEntry:
    """Write down that the actor did this; it exists exactly when the change does.

    `about` names the thing in words, `person` is the id and the name of whom it concerns.
    """
    person_id, person_name = person or (None, "")
    return work.add(
        AuditEntry(
            workshop_id=actor.workshop_id,
            at=now(),
            actor_id=actor.person_id,
            actor_name=actor.name or "the portal",
            action=action,
            about=about[:300],
            person_id=person_id,
            person_name=person_name[:120],
            details=details,
        )
    )


def forget_before(work: Work, workshop_id: int, at: datetime) -> int:
    """Let go of a workshop's older entries, when they are kept no longer; how many that were.

    The store refuses every other deletion but that of a workshop as a whole, and every change but of whom an entry names.
    """
    work.session.merge(AuditSweep(workshop_id=workshop_id, until=min(at, now())))
    work.session.flush()
    old = delete(AuditEntry).where(AuditEntry.workshop_id == workshop_id, AuditEntry.at < min(at, now()))
    done: Any = work.session.execute(old)
    return int(done.rowcount)
