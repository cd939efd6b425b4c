"""Every open page hears of a changed programme."""

from collections.abc import Iterable

from portal.programme.events import ProgrammeChanged
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import wire
from portal.store.work import Work
from portal.workshops.models import Workshop

CHANGED = "The programme has changed."


def tell(
    work: Work,
    workshop: Workshop,
    rows: Iterable[ProgrammeSession | Talk],
    told: str,
    *,
    is_more: bool = False,
) -> None:
    """Number a change and announce it with the times of what it touched; the caller has locked the workshop."""
    workshop.programme_head += 1
    work.session.flush()
    work.announce(
        ProgrammeChanged(
            workshop=workshop.id,
            head=workshop.programme_head,
            told=told,
            entries=[wire(row) for row in rows if row.starts_at],
            is_more=is_more,
        )
    )
