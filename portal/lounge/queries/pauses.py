"""The pause of the programme during which everybody comes to the lounge."""

from dataclasses import dataclass
from datetime import datetime

from portal.access import Actor, Permission, may
from portal.programme.queries import on_at
from portal.programme.rules import end_of, is_for_company
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import access_to


@dataclass(frozen=True)
class Pause:
    """A pause that is on."""

    title: str
    ends_at: datetime


def pause_now(work: Work, actor: Actor, workshop: Workshop, at: datetime) -> Pause | None:
    """The pause that is on, for those who may see the schedule; of several the one that lasts longest."""
    if not may(actor, Permission.SEE_PAGE, access_to(workshop, "schedule")):
        return None
    found = [
        Pause(one.title, end)
        for one in on_at(work, workshop.id, at).current
        if is_for_company(one.kind) and (end := end_of(one)) is not None
    ]
    return max(found, key=lambda one: one.ends_at, default=None)
