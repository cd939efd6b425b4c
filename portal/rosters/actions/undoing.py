"""An import taken back: what nothing else has changed since is put back in one switch, and the rest is named."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from portal.access import Actor
from portal.accounts.models import Address, Person, SignIn
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.registrations.queries import organizer_count, workshop_to_manage
from portal.registrations.rules import keep_an_organizer
from portal.rosters.actions import forget_content
from portal.rosters.actions.placing import Placed, naming_of, place, rename, standing_of, unused
from portal.rosters.models import RosterImport, RosterRow
from portal.rosters.queries import import_to_manage, people_registered
from portal.rosters.rules import TAKEN, Known, Step
from portal.store.base import Base
from portal.store.pieces import in_pieces
from portal.store.work import Work

AT_ONCE = 100
ROWS: Any = RosterRow.__table__
OF_THE_ACCOUNT = ("addresses.person_id", "roster_rows.person_id", "audit_entries.person_id")
"""What every account has that an import made, used or not."""


def undo(work: Work, actor: Actor, import_id: int, *, is_queued: bool = True) -> RosterImport:
    """Begin to take an import back. Raises Conflict when it was not applied, or too long ago."""
    found = import_to_manage(work, actor, import_id)
    work.lock(found)
    if found.step in {Step.UNDOING, Step.UNDONE}:
        return found
    if not found.can_be_undone:
        raise Conflict(
            "This import cannot be taken back: it was not applied, or its rows are kept no longer."
        )
    found.step, found.done, found.total = Step.UNDOING, 0, 0
    if is_queued:
        work.queue("rosters.undo", import_id=found.id)
    return found


def put_back(work: Work, actor: Actor, import_id: int) -> bool:
    """Put everything back that is as the import left it, all in this moment; False when that was done already."""
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    found = import_to_manage(work, actor, import_id)
    work.lock(found)
    if found.step != Step.UNDOING:
        return False
    before = organizer_count(work, workshop.id)
    taken = select(ROWS.c.id, ROWS.c.person_id, ROWS.c.before, ROWS.c.after, ROWS.c.is_new_person).where(
        ROWS.c.import_id == found.id, ROWS.c.kind.in_(TAKEN)
    )
    rows = work.session.connection().execute(taken).all()
    here = people_registered(work, workshop.id)
    came = _came_since(work, found, [row.person_id for row in rows if not standing_of(row.before)])
    people, names, left = [], {}, []
    for row in rows:
        known = here.get(row.person_id)
        reason = _why_left(row, known, came)
        if reason or known is None:
            left.append({"of": row.id, "why": reason})
            continue
        people.append(
            Placed(
                row.person_id,
                known.standing,
                standing_of(row.before),
                known.registration_id,
                is_connected=known.has_signed_in,
            )
        )
        if row.before and naming_of(row.before) != naming_of(row.after):
            names[row.person_id] = (naming_of(row.after), naming_of(row.before))
    place(work, workshop.id, people)
    rename(work, names)
    keep_an_organizer(before, organizer_count(work, workshop.id))
    if left:
        statement = update(ROWS).where(ROWS.c.id == bindparam("of")).values(left=bindparam("why"))
        work.session.connection().execute(statement, left)
    found.step, found.undone_at = Step.UNDONE, now()
    found.counts = {**found.counts, "put_back": len(people), "left": len(left)}
    record(work, actor, "rosters.undo", found.file_name, put_back=len(people), left=len(left))
    work.queue("rosters.sweep", import_id=found.id)
    return True


def keep_applied(work: Work, import_id: int, problem: str) -> None:
    """An undo that cannot be done changes nothing."""
    found = work.get(RosterImport, import_id)
    work.lock(found)
    if found.step == Step.UNDOING:
        found.step, found.problem = Step.APPLIED, problem


def sweep(work: Work, import_id: int, after: int = 0) -> int | None:
    """Delete the next accounts that the import made and nothing uses; the id of the last row that was looked at."""
    found = work.session.get(RosterImport, import_id)
    if found is None or found.step in {Step.APPLYING, Step.APPLIED, Step.UNDOING}:
        return None
    made = (
        select(RosterRow.id, RosterRow.person_id)
        .where(RosterRow.import_id == import_id, RosterRow.is_new_person.is_(True), RosterRow.id > after)
        .order_by(RosterRow.id)
        .limit(AT_ONCE)
    )
    rows = work.session.execute(made).all()
    ids = [row.person_id for row in rows if row.person_id is not None]
    gone = unused(work, ids, Base.metadata, OF_THE_ACCOUNT)
    if gone:
        kept = (
            update(RosterRow).where(RosterRow.person_id.in_(gone)).values(person_id=None, is_new_person=False)
        )
        work.session.execute(kept, execution_options={"synchronize_session": False})
        work.session.execute(delete(Address).where(Address.person_id.in_(gone)))
        work.session.execute(delete(Person).where(Person.id.in_(gone)))
    return rows[-1].id if len(rows) == AT_ONCE else None


def forget(work: Work, import_id: int, days: int) -> None:
    """Keep no rows of a list any longer; of one that was applied, only after the days in which it can be taken back."""
    found = work.session.get(RosterImport, import_id)
    if found is None or (found.applied_at is not None and found.applied_at + timedelta(days=days) > now()):
        return
    if found.step not in {Step.APPLYING, Step.UNDOING}:
        forget_content(work, found)


def _came_since(work: Work, found: RosterImport, person_ids: list[int]) -> set[int]:
    """Those who have signed in since the import let them in."""
    came: set[int] = set()
    for some in in_pieces(person_ids):
        since = select(SignIn.person_id).where(
            SignIn.person_id.in_(some), SignIn.created_at >= found.applied_at
        )
        came.update(work.session.scalars(since))
    return came


def _why_left(row: Any, known: Known | None, came: set[int]) -> str:
    if known is None:
        return "Their registration is gone."
    if known.standing != standing_of(row.after):
        return "Their registration was changed since."
    if row.person_id in came:
        return "They have signed in since."
    return ""
