"""Two accounts of one person, both registered for the same workshop: one registration with what either gave."""

from sqlalchemy import select

from portal.access import Role
from portal.registrations.models import Registration
from portal.registrations.rules import STRENGTH, WISH
from portal.store.work import Work


def merge_people(work: Work, kept_id: int, gone_id: int) -> None:
    """Settle where both are registered: the better state and all roles stay. What one alone has is moved later."""
    rows = select(Registration).where(Registration.person_id.in_([kept_id, gone_id]))
    by_workshop: dict[int, dict[int, Registration]] = {}
    for row in work.session.scalars(rows):
        by_workshop.setdefault(row.workshop_id, {})[row.person_id] = row
    for both in by_workshop.values():
        if len(both) == 2:
            _join(work, both[kept_id], both[gone_id])


def _join(work: Work, kept: Registration, gone: Registration) -> None:
    is_gone_better = STRENGTH.get(gone.state, WISH) > STRENGTH.get(kept.state, WISH)
    better, other = (gone, kept) if is_gone_better else (kept, gone)
    # What was declined or withdrawn gives no roles.
    roles = better.roles | (other.roles if other.is_accepted else frozenset())
    kept.role_names = [role.value for role in Role if role in roles]
    kept.state, kept.decided_at = better.state, better.decided_at
    kept.note = "\n\n".join(dict.fromkeys(filter(None, (kept.note, gone.note))))
    work.session.delete(gone)
