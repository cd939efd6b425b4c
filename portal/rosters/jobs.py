"""Imports worked off a few rows at a time, so that others have their turn in between, and taken up where they stopped."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from portal.access import VISITOR, Actor
from portal.accounts.models import Person
from portal.clock import now
from portal.doors.jobs import Desk, Handler
from portal.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from portal.registrations.queries import actor_of
from portal.rosters.actions import applying, note_checked, undoing
from portal.rosters.forms import Asked, EntryReader
from portal.rosters.models import RosterImport
from portal.rosters.queries import questions_here, table_of
from portal.store.pieces import in_pieces
from portal.store.work import Work

AT_ONCE = 250
NO_LONGER = "Whoever began this may not change the registrations any more. Another organizer can do it."

Who = Callable[[Work, RosterImport], Actor]
"""In whose name an import is done."""


def importer(work: Work, found: RosterImport) -> Actor:
    """Who brought the list, with what they may do now."""
    person = work.session.get(Person, found.importer_id) if found.importer_id else None
    return VISITOR if person is None else actor_of(work, person, found.workshop_id)


def check(desk: Desk, import_id: int, version: int) -> None:
    """Look at every row; a newer look or a cancellation ends it."""
    with desk.store.reading() as work:
        found = work.session.get(RosterImport, import_id)
        if found is None or found.version != version:
            return
        lines, done = table_of(found).lines, found.done
        questions = {
            f"q{one.id}": Asked(one.kind, one.text, tuple(one.options))
            for one in questions_here(work, found.workshop_id)
        }
        reader = EntryReader(found.columns, found.meanings, questions)
    for some in in_pieces(list(enumerate(lines, start=1)), AT_ONCE):
        # What was looked at before an interruption is read again, for the addresses that stand in it.
        entries = [reader.read(number, line) for number, line in some]
        if some[-1][0] <= done:
            continue
        time.sleep(0)
        with desk.writing() as work:
            if not note_checked(work, import_id, version, entries):
                return
        time.sleep(0)


def apply(desk: Desk, import_id: int, who: Who = importer) -> None:
    """Make the accounts, then switch; a list that does not fit any more changes nothing and says so."""
    has_more = True
    while has_more:
        with desk.writing() as work:
            has_more = applying.add_accounts(work, import_id)
        time.sleep(0)
    try:
        with desk.writing() as work:
            is_done = applying.switch(work, who(work, work.get(RosterImport, import_id)), import_id)
            if is_done:
                forget_at = now() + timedelta(days=desk.settings.roster_undo_days)
                work.queue_at(forget_at, "rosters.forget", import_id=import_id)
    except Conflict as refusal:
        with desk.writing() as work:
            applying.give_up(work, import_id, refusal.message)
    except (NotAllowed, NotSignedIn, NotFound):
        with desk.writing() as work:
            applying.give_up(work, import_id, NO_LONGER)


def tell(desk: Desk, import_id: int) -> None:
    """Write to everybody whom the import let in."""
    has_more = True
    while has_more:
        with desk.writing() as work:
            has_more = applying.tell(work, import_id, desk.settings.base_url)
        time.sleep(0)


def undo(desk: Desk, import_id: int, who: Who = importer) -> None:
    """Put back what nothing else has changed; where that is refused, the import stays."""
    try:
        with desk.writing() as work:
            undoing.put_back(work, who(work, work.get(RosterImport, import_id)), import_id)
    except Conflict as refusal:
        with desk.writing() as work:
            undoing.keep_applied(work, import_id, refusal.message)
    except (NotAllowed, NotSignedIn, NotFound):
        with desk.writing() as work:
            undoing.keep_applied(work, import_id, NO_LONGER)


def sweep(desk: Desk, import_id: int) -> None:
    """Delete the accounts that an import made and that nothing uses after it was taken back."""
    after: int | None = 0
    while after is not None:
        with desk.writing() as work:
            after = undoing.sweep(work, import_id, after)
        time.sleep(0)


def forget(desk: Desk, import_id: int) -> None:
    """Drop the rows of a list that was never applied, or can be taken back no longer."""
    with desk.writing() as work:
        undoing.forget(work, import_id, desk.settings.roster_undo_days)


JOBS: Mapping[str, Handler] = {
    "rosters.check": check,
    "rosters.apply": apply,
    "rosters.tell": tell,
    "rosters.undo": undo,
    "rosters.sweep": sweep,
    "rosters.forget": forget,
}
