"""An import applied: accounts are made a few at a time and seen by nobody, then everybody is let in by one switch."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.registrations.actions import tell_accepted
from portal.registrations.queries import organizer_count, workshop_to_manage
from portal.registrations.rules import keep_an_organizer
from portal.rosters.actions.placing import Placed, add_people, naming_of, place, rename, standing_of
from portal.rosters.models import RosterImport, RosterRow
from portal.rosters.queries import import_to_manage, people_known, people_registered
from portal.rosters.rules import TAKEN, Kind, Step
from portal.store.work import Work
from portal.workshops.models import Workshop

AT_ONCE = 250
ROWS: Any = RosterRow.__table__


def apply(
    work: Work,
    actor: Actor,
    import_id: int,
    *,
    is_told: bool = False,
    is_partly: bool = False,
    is_queued: bool = True,
) -> RosterImport:
    """Begin to do what the last look has shown. Raises Conflict when there was none, or when rows are wrong.

    `is_partly`: the rows that cannot be read are left out knowingly. Not `is_queued`: whoever calls does the job itself.
    """
    found = import_to_manage(work, actor, import_id)
    work.lock(found)
    if found.step in {Step.APPLYING, Step.APPLIED}:
        return found
    if found.step != Step.CHECKED:
        raise Conflict("Look first at what this list would change.")
    if found.counts.get(Kind.WRONG) and not is_partly:
        raise Conflict(
            "Nothing was changed: some rows cannot be read. Mend them, or say that they are left out."
        )
    found.step, found.is_told, found.problem = Step.APPLYING, is_told, ""
    newcomers = select(func.count()).where(
        RosterRow.import_id == found.id, RosterRow.kind == Kind.NEW, RosterRow.person_id.is_(None)
    )
    found.done, found.total = 0, work.session.scalar(newcomers) or 0
    if is_queued:
        work.queue("rosters.apply", import_id=found.id)
    return found


def add_accounts(work: Work, import_id: int) -> bool:
    """Make the next accounts that the import needs; whether there may be more to make.

    An account alone is no place in a workshop: nobody sees it before the switch.
    """
    found = work.get(RosterImport, import_id)
    work.lock(found)
    if found.step != Step.APPLYING:
        return False
    missing = (
        select(RosterRow.id, RosterRow.email, RosterRow.after)
        .where(RosterRow.import_id == found.id, RosterRow.kind == Kind.NEW, RosterRow.person_id.is_(None))
        .order_by(RosterRow.id)
        .limit(AT_ONCE)
    )
    rows = work.session.execute(missing).all()
    known = people_known(work, found.workshop_id, [email for _, email, _ in rows])
    made = add_people(work, [(email, after) for _, email, after in rows if email not in known])
    ids = {email: one.person_id for email, one in known.items()} | made
    if rows:
        work.session.connection().execute(
            update(ROWS)
            .where(ROWS.c.id == bindparam("of"))
            .values(person_id=bindparam("whose"), is_new_person=bindparam("is_made")),
            [{"of": row_id, "whose": ids[email], "is_made": email in made} for row_id, email, _ in rows],
        )
    found.done += len(rows)
    return len(rows) == AT_ONCE


def switch(work: Work, actor: Actor, import_id: int) -> bool:
    """Let everybody be what the list says, all in this moment; False when that was done or given up meanwhile.

    Raises Conflict when something about these people is not as it was shown, or when no organizer would be left.
    """
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    found = import_to_manage(work, actor, import_id)
    work.lock(found)
    if found.step != Step.APPLYING:
        return False
    before = organizer_count(work, workshop.id)
    people = _placed(work, found)
    place(work, workshop.id, [one for one, _ in people])
    rename(work, {one.person_id: names for one, names in people if names[0] != names[1]})
    keep_an_organizer(before, organizer_count(work, workshop.id))
    found.step, found.applied_at, found.content = Step.APPLIED, now(), None
    found.done = found.total
    counts: dict[str, Any] = {kind: found.counts.get(kind, 0) for kind in ("new", "changed", "same")}
    record(work, actor, "rosters.apply", found.file_name, **counts, is_told=found.is_told)
    if found.is_told:
        work.queue("rosters.tell", import_id=found.id)
    return True


def give_up(work: Work, import_id: int, problem: str) -> None:
    """Nothing is changed, and the list can be looked at again."""
    found = work.get(RosterImport, import_id)
    work.lock(found)
    if found.step == Step.APPLYING:
        found.step, found.problem = Step.UPLOADED, problem
        work.queue("rosters.sweep", import_id=found.id)


def tell(work: Work, import_id: int, base_url: str) -> bool:
    """Write the next mails to those whom the import let in; whether there may be more to write."""
    found = work.get(RosterImport, import_id)
    work.lock(found)
    if found.step != Step.APPLIED:
        return False
    after = found.counts.get("told_to", 0)
    let_in = (
        select(RosterRow.id, RosterRow.email)
        .where(RosterRow.import_id == found.id, RosterRow.is_let_in.is_(True), RosterRow.id > after)
        .order_by(RosterRow.id)
        .limit(AT_ONCE)
    )
    rows = work.session.execute(let_in).all()
    if rows:
        tell_accepted(work, work.get(Workshop, found.workshop_id), [email for _, email in rows], base_url)
        told = found.counts.get("told", 0) + len(rows)
        found.counts = {**found.counts, "told_to": rows[-1].id, "told": told}
    return len(rows) == AT_ONCE


def _placed(work: Work, found: RosterImport) -> list[tuple[Placed, tuple[dict[str, Any], dict[str, Any]]]]:
    here = people_registered(work, found.workshop_id)
    taken = select(ROWS.c.person_id, ROWS.c.before, ROWS.c.after, ROWS.c.email).where(
        ROWS.c.import_id == found.id, ROWS.c.kind.in_(TAKEN)
    )
    people, moved = [], []
    for person_id, before, after, email in work.session.connection().execute(taken):
        known = here.get(person_id)
        if (known.standing if known else {}) != standing_of(before):
            moved.append(email)
            continue
        one = Placed(
            person_id,
            standing_of(before),
            standing_of(after),
            known.registration_id if known else None,
            is_connected=known.has_signed_in if known else False,
        )
        people.append((one, (naming_of(before), naming_of(after)) if before else ({}, {})))
    if moved:
        raise Conflict(_told_moved(moved))
    return people


def _told_moved(emails: Sequence[str]) -> str:
    shown = ", ".join(emails[:3]) + (f" and {len(emails) - 3} more" if len(emails) > 3 else "")
    return f"Nothing was changed: since you looked, something else changed for {shown}. Look at the list once more."
