"""How long a workshop keeps what, and what will go when."""

from dataclasses import dataclass
from datetime import datetime

from portal.access import Actor
from portal.privacy.models import Retention
from portal.privacy.rules import KINDS, About, Kind, due_at, months_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_edit


@dataclass(frozen=True)
class Kept:
    """One kind of one workshop; `until` is None where the workshop has no dates or keeps it without an end."""

    kind: Kind
    about: About
    months: int
    until: datetime | None


def kept_in(work: Work, workshop: Workshop) -> list[Kept]:
    """Each kind, with how long it is kept. 0 months are without an end."""
    chosen = work.session.get(Retention, workshop.id)
    months = {kind: months_of(chosen.months if chosen else {}, kind) for kind in KINDS}
    ends_on = workshop.ends_on or workshop.starts_on
    return [
        Kept(
            kind,
            about,
            months[kind],
            due_at(ends_on, months[kind], workshop.zone) if months[kind] else None,
        )
        for kind, about in KINDS.items()
    ]


def workshop_to_keep(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who decide how long it keeps what."""
    return workshop_to_edit(work, actor)
