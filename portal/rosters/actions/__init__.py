"""Lists brought in: uploaded, understood, checked and cancelled, and a few people brought in at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.registrations.actions import tell_accepted
from portal.registrations.queries import organizer_count, workshop_to_manage
from portal.registrations.rules import Attendee, keep_an_organizer
from portal.rosters.actions.placing import Placed, add_people, place, rename, standing_of
from portal.rosters.models import RosterImport, RosterRow
from portal.rosters.queries import import_to_manage, kind_counts, people_known, questions_here, table_of
from portal.rosters.rules import BEFORE_APPLY, DAYS_UNAPPLIED, Entry, Kind, Outcome, Step, outcome
from portal.rosters.rules.guess import guess
from portal.rosters.rules.meanings import meanings_of
from portal.rosters.rules.packed import pack
from portal.rosters.rules.table import Table
from portal.store.work import Work

GUESSED_FROM = 40


def bring_in(
    work: Work, actor: Actor, people: Sequence[Attendee], *, base_url: str, is_told: bool = False
) -> Counter[str]:
    """Let everybody be what is said of them, at once; how many were new, changed and the same.

    People who are known by their address are changed and not made twice. With `is_told`, those who are accepted by it
    get a mail. Raises Conflict when the workshop would lose its last organizer.
    """
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    before = organizer_count(work, workshop.id)
    entries = [_entry_of(number, attendee) for number, attendee in enumerate(people, start=1)]
    found = people_known(work, workshop.id, [one.email for one in entries])
    outcomes = {one.email: outcome(one, found.get(one.email)) for one in entries}
    newcomers = [(email, one.after) for email, one in outcomes.items() if email not in found]
    person_ids = add_people(work, newcomers) | {email: known.person_id for email, known in found.items()}
    taken = {email: one for email, one in outcomes.items() if one.kind in {Kind.NEW, Kind.CHANGED}}
    place(
        work,
        workshop.id,
        [
            Placed(
                person_ids[email],
                standing_of(one.before),
                standing_of(one.after),
                found[email].registration_id if email in found else None,
                is_connected=True,
            )
            for email, one in taken.items()
        ],
    )
    rename(work, {person_ids[email]: (one.before, one.after) for email, one in taken.items() if one.before})
    keep_an_organizer(before, organizer_count(work, workshop.id))
    if is_told:
        tell_accepted(work, workshop, [email for email, one in taken.items() if one.is_let_in], base_url)
    for email, one in taken.items():
        record(work, actor, "rosters.add", one.after["name"], person=(person_ids[email], one.after["name"]))
    return Counter(one.kind.value for one in outcomes.values())


def upload(work: Work, actor: Actor, table: Table, file_name: str) -> RosterImport:
    """Keep a list with the guess of what its columns are; nobody on it is touched."""
    workshop = workshop_to_manage(work, actor)
    questions = {f"q{one.id}": one.text for one in questions_here(work, workshop.id)}
    samples = [table.samples(place, GUESSED_FROM) for place in range(len(table.headings))]
    columns = guess(table.headings, samples, questions)
    found = work.add(
        RosterImport(
            workshop_id=workshop.id,
            importer_id=actor.person_id,
            importer_name=actor.name or "the portal",
            file_name=file_name[:120] or "pasted list",
            step=Step.UPLOADED,
            created_at=now(),
            headings=list(table.headings),
            notes=list(table.notes),
            columns=columns,
            meanings=meanings_of(table, columns),
            content=pack(table.lines),
            total=len(table.lines),
        )
    )
    work.queue_at(now() + timedelta(days=DAYS_UNAPPLIED), "rosters.forget", import_id=found.id)
    return found


def understand(
    work: Work, actor: Actor, import_id: int, columns: Sequence[str], meanings: Mapping[str, Any]
) -> bool:
    """Say what the columns and their words are; whether all words have been asked about that need it.

    A column that was made one of roles, states or ways to take part just now brings its words with a guess.
    """
    found = _before_apply(work, actor, import_id)
    table = table_of(found)
    wanted = meanings_of(table, columns, meanings)
    is_whole = all(place in meanings for place in wanted)
    found.columns, found.meanings = list(columns), wanted
    found.step, found.problem = Step.UPLOADED, ""
    return is_whole


def check(work: Work, actor: Actor, import_id: int, *, is_queued: bool = True) -> RosterImport:
    """Begin to look at every row; what was found by an earlier look is forgotten.

    Not `is_queued`: whoever calls does the job itself.
    """
    found = _before_apply(work, actor, import_id)
    work.session.execute(delete(RosterRow).where(RosterRow.import_id == found.id))
    found.step, found.problem, found.version = Step.CHECKING, "", found.version + 1
    found.done, found.total, found.counts = 0, len(table_of(found).lines), {}
    if is_queued:
        work.queue("rosters.check", import_id=found.id, version=found.version)
    return found


def note_checked(work: Work, import_id: int, version: int, entries: Sequence[Entry]) -> bool:
    """Keep what the next rows would do; False when this look is over, because of a newer one or a cancellation."""
    found = work.get(RosterImport, import_id)
    work.lock(found)
    begins_at = entries[0].number if entries else 0
    if (found.step, found.version, found.done + 1) != (Step.CHECKING, version, begins_at):
        return False
    known = people_known(work, found.workshop_id, [one.email for one in entries if one.email])
    rows = []
    for entry in entries:
        person = known.get(entry.email) if entry.email else None
        told = _told(entry, None if entry.problem or entry.is_left_out else outcome(entry, person))
        rows.append({**told, "import_id": import_id, "person_id": person.person_id if person else None})
    work.session.execute(insert(RosterRow), rows)
    found.done += len(entries)
    if found.done >= found.total:
        found.step, found.counts = Step.CHECKED, dict(kind_counts(work, import_id))
    return True


def cancel(work: Work, actor: Actor, import_id: int) -> None:
    """Forget a list that was not applied."""
    forget_content(work, _before_apply(work, actor, import_id))


def forget_content(work: Work, found: RosterImport) -> None:
    """Keep nothing of a list but that there was one."""
    work.session.execute(delete(RosterRow).where(RosterRow.import_id == found.id))
    if found.step in BEFORE_APPLY:
        found.step = Step.CANCELLED
    found.content, found.meanings = None, {}
    found.counts = {**found.counts, "forgotten": 1}


def _before_apply(work: Work, actor: Actor, import_id: int) -> RosterImport:
    found = import_to_manage(work, actor, import_id)
    work.lock(found)
    if found.step not in BEFORE_APPLY:
        raise Conflict("This list was applied or cancelled already. Bring it in anew.")
    return found


def _entry_of(number: int, attendee: Attendee) -> Entry:
    return Entry(
        number,
        number,
        attendee.name,
        attendee.email,
        attendee.affiliation,
        attendee.roles,
        attendee.state.value if attendee.state else "",
        note=attendee.note,
    )


def _told(entry: Entry, found: Outcome | None) -> dict[str, Any]:
    kind = found.kind if found else Kind.WRONG if entry.problem else Kind.LEFT_OUT
    return {
        "number": entry.number,
        "line": entry.line,
        "kind": kind.value,
        "name": entry.name[:200],
        "email": entry.email[:254],
        "problem": entry.problem[:300],
        "before": found.before if found else {},
        "after": found.after if found else {},
        "is_let_in": found.is_let_in if found else False,
    }
