"""Tables and who sits there, read."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.errors import NotFound
from portal.lounge.models import Lounge, LoungeIntroduction, LoungeSeat, LoungeTable
from portal.lounge.rules import Face, TableCard
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of, workshop_to_see


def lounge_to_enter(work: Work, actor: Actor) -> Workshop:
    """The workshop whose lounge this person may be in; asked before any table is looked for."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.SEE_LOUNGE, workshop)
    return workshop


def lounge_to_set_up(work: Work, actor: Actor) -> Workshop:
    """The workshop in whose lounge this person may open a table."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.OPEN_TABLE, workshop)
    return workshop


def tables_in(work: Work, workshop_id: int) -> list[TableCard]:
    """The open tables of a workshop, those of the organizers first, with who sits there. Two statements."""
    found = (
        select(LoungeTable)
        .where(LoungeTable.workshop_id == workshop_id, LoungeTable.is_open)
        .order_by(LoungeTable.owner_id.is_not(None), LoungeTable.position, LoungeTable.id)
    )
    return cards_of(work, work.session.scalars(found))


def tables_since(work: Work, workshop_id: int, revision: int) -> list[TableCard]:
    """The tables that have changed after this number, closed ones too."""
    found = select(LoungeTable).where(LoungeTable.workshop_id == workshop_id, LoungeTable.revision > revision)
    return cards_of(work, work.session.scalars(found.order_by(LoungeTable.id)))


def revisions(work: Work, workshop_ids: Collection[int]) -> dict[int, int]:
    """The number of the newest change in each of these lounges; 0 for one that nobody has used."""
    rows = work.session.execute(
        select(Lounge.workshop_id, Lounge.revision).where(Lounge.workshop_id.in_(tuple(workshop_ids)))
    )
    return {**dict.fromkeys(workshop_ids, 0), **{row.workshop_id: row.revision for row in rows}}


def table_to_see(work: Work, actor: Actor, table_id: int) -> LoungeTable:
    """One table, for those who may be in the lounge, also when it is closed or locked."""
    lounge_to_enter(work, actor)
    return work.get_in(actor.workshop_id, LoungeTable, table_id)


def table_to_lead(work: Work, actor: Actor, table_id: int) -> LoungeTable:
    """One table, for those who may change, lock or close it."""
    table = work.get_in(actor.workshop_id, LoungeTable, table_id)
    require(actor, Permission.LEAD_TABLE, table)
    return table


def table_of_thread(work: Work, actor: Actor, thread_id: int) -> LoungeTable:
    """The table at which a thread is talked; raises NotFound."""
    lounge_to_enter(work, actor)
    found = select(LoungeTable).where(
        LoungeTable.workshop_id == actor.workshop_id, LoungeTable.thread_id == thread_id
    )
    table = work.session.scalars(found).one_or_none()
    if table is None:
        raise NotFound
    return work.hold(table)


def seat_of(work: Work, workshop_id: int | None, person_id: int | None) -> LoungeSeat | None:
    """Where this person sits in a workshop's lounge."""
    found = select(LoungeSeat).where(LoungeSeat.workshop_id == workshop_id, LoungeSeat.person_id == person_id)
    return work.session.scalars(found).one_or_none()


def seats_at(work: Work, table_id: int) -> list[LoungeSeat]:
    """The seats of one table that are taken, in their order."""
    found = select(LoungeSeat).where(LoungeSeat.table_id == table_id).order_by(LoungeSeat.number)
    return list(work.session.scalars(found))


def is_awaited(work: Work, table: LoungeTable, person_id: int) -> bool:
    """Whether a locked table is this person's own, or was opened for them and somebody else."""
    return person_id in awaited_at(work, table)


def awaited_at(work: Work, table: LoungeTable) -> set[int]:
    """Who may sit down at a table although it is locked."""
    found = select(LoungeIntroduction).where(LoungeIntroduction.table_id == table.id)
    pairs = [one.people for one in work.session.scalars(found)]
    owner = () if table.owner_id is None else (table.owner_id,)
    return {*owner, *(person for pair in pairs for person in pair)}


def own_tables(work: Work, workshop_id: int, person_id: int) -> list[LoungeTable]:
    """The open tables that this person opened; one for two who were introduced was opened for them."""
    for_two = select(LoungeIntroduction.id).where(LoungeIntroduction.table_id == LoungeTable.id)
    found = select(LoungeTable).where(
        LoungeTable.workshop_id == workshop_id,
        LoungeTable.owner_id == person_id,
        LoungeTable.is_open,
        ~for_two.exists(),
    )
    return list(work.session.scalars(found))


def table_count(work: Work, workshop_id: int) -> tuple[int, int]:
    """How many tables are open, and the place after the last one."""
    found = select(func.count(), func.max(LoungeTable.position)).where(
        LoungeTable.workshop_id == workshop_id, LoungeTable.is_open
    )
    count, last = work.session.execute(found).one()
    return count, (last or 0) + 1


def card_of(work: Work, table: LoungeTable) -> TableCard:
    """One table as a list shows it."""
    return cards_of(work, [table])[0]


def cards_of(work: Work, tables: Iterable[LoungeTable]) -> list[TableCard]:
    """Tables as a list shows them, in the order given."""
    rows = [work.hold(table) for table in tables]
    sitters: dict[int, list[Face]] = defaultdict(list)
    if rows:
        found = (
            select(LoungeSeat.table_id, LoungeSeat.person_id, Person.name, LoungeSeat.role, LoungeSeat.number)
            .join(Person, Person.id == LoungeSeat.person_id)
            .where(LoungeSeat.table_id.in_([table.id for table in rows]))
            .order_by(LoungeSeat.number)
        )
        for table_id, person_id, name, role, number in work.session.execute(found):
            sitters[table_id].append(Face(person_id, name, role, number))
    return [
        TableCard(
            id=table.id,
            thread_id=table.thread_id,
            title=table.title,
            tags=tuple(table.topic_tags),
            seats=table.seats,
            sitters=tuple(sitters[table.id]),
            is_locked=table.is_locked,
            is_lasting=table.owner_id is None,
            is_open=table.is_open,
        )
        for table in rows
    ]
