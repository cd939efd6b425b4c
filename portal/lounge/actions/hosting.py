"""Tables are opened, changed, locked and closed."""

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.calls.actions import let_out
from portal.clock import now
from portal.errors import Conflict
from portal.lounge.actions.sitting import changed, seat
from portal.lounge.actions.turns import take_turn
from portal.lounge.models import LoungeSeat, LoungeTable
from portal.lounge.queries import lounge_to_set_up, own_tables, seats_at, table_count, table_to_lead
from portal.lounge.rules import MOST_OWN_TABLES, MOST_TABLES, TableDraft, check_seats
from portal.store.work import Work
from portal.threads.actions import open_thread, set_hosts
from portal.threads.models import Thread


def open_table(work: Work, actor: Actor, draft: TableDraft) -> LoungeTable:
    """A new table with a chat of its own; who opens one of their own sits down at it and hosts it.

    Raises Conflict for a second one of one's own, and where the lounge is full.
    """
    workshop = lounge_to_set_up(work, actor)
    if draft.is_lasting:
        require(actor, Permission.SET_UP_TABLE, workshop)
    turn = take_turn(work, workshop.id)
    own = [] if draft.is_lasting else own_tables(work, workshop.id, actor.known_id)
    if len(own) >= MOST_OWN_TABLES:
        raise Conflict(f"You have a table already, “{own[0].title}”. Change it, or close it first.")
    table = set_table(work, workshop.id, turn, draft, None if draft.is_lasting else actor.known_id)
    if not draft.is_lasting:
        set_hosts(work, table.thread_id, {actor.known_id: "host"})
        seat(work, actor, table, turn)
    return table


def set_table(
    work: Work, workshop_id: int, turn: int, draft: TableDraft, owner_id: int | None
) -> LoungeTable:
    """Put a table into the lounge, within a turn that was taken; raises Conflict where there is no room."""
    count, position = table_count(work, workshop_id)
    if count >= MOST_TABLES:
        raise Conflict(
            f"The lounge has room for {MOST_TABLES} tables, and they are all open. Take one of them."
        )
    table = work.add(
        LoungeTable(
            workshop_id=workshop_id,
            thread_id=open_thread(work, workshop_id, "table").id,
            title=draft.title,
            topic_tags=list(draft.topic_tags),
            seats=check_seats(draft.seats, ()),
            position=position,
            is_locked=draft.is_locked,
            owner_id=owner_id,
            empty_since=now(),
        )
    )
    changed(work, table, turn)
    return table


def change_table(work: Work, actor: Actor, table_id: int, draft: TableDraft) -> LoungeTable:
    """Other words, seats or a lock for a table. Raises Conflict where it is closed."""
    table, turn = _taken(work, actor, table_id)
    table.seats = check_seats(draft.seats, [one.number for one in seats_at(work, table.id)])
    table.title, table.topic_tags = draft.title, list(draft.topic_tags)
    table.is_locked = draft.is_locked
    _record_others(work, actor, table, "lounge.change_table")
    changed(work, table, turn)
    return table


def set_locked(work: Work, actor: Actor, table_id: int, *, is_locked: bool) -> None:
    """While a table is locked nobody new sits down, and only those who sit there read along."""
    table, turn = _taken(work, actor, table_id)
    table.is_locked = is_locked
    _record_others(work, actor, table, "lounge.lock_table" if is_locked else "lounge.unlock_table")
    changed(work, table, turn)


def close_table(work: Work, actor: Actor, table_id: int) -> None:
    """The table is no more, and everybody stands; what was said can still be read. Twice is the same as once."""
    table = table_to_lead(work, actor, table_id)
    turn = take_turn(work, table.workshop_id)
    work.session.refresh(table)
    _record_others(work, actor, table, "lounge.close_table")
    shut(work, table, seats_at(work, table.id), turn)


def shut(work: Work, table: LoungeTable, seats: list[LoungeSeat], turn: int) -> None:
    """The same, within a turn that was taken."""
    for one in seats:
        work.session.delete(one)
    work.session.flush()
    table.is_open = False
    thread = work.get(Thread, table.thread_id)
    thread.is_open = False
    changed(work, table, turn)
    let_out(work, thread)


def _record_others(work: Work, actor: Actor, table: LoungeTable, action: str) -> None:
    """What somebody does with a table of their own is nobody's business."""
    if table.owner_id != actor.person_id:
        record(work, actor, action, table.title)


def _taken(work: Work, actor: Actor, table_id: int) -> tuple[LoungeTable, int]:
    table = table_to_lead(work, actor, table_id)
    turn = take_turn(work, table.workshop_id)
    work.session.refresh(table)
    if not table.is_open:
        raise Conflict("This table has been closed.")
    return table, turn
