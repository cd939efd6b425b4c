"""Two accounts of one person become one: whatever refers to the one that goes refers to the one that stays."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Column, Table, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from portal.access import Actor
from portal.accounts.actions import factors
from portal.accounts.models import Person
from portal.accounts.queries.factors import has_factor
from portal.accounts.queries.proofs import merge_to_see
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Invalid
from portal.events import Eviction
from portal.mail.actions import write
from portal.store.base import Base
from portal.store.work import Work

BeforeMerge = Callable[[Work, int, int], None]
"""(work, id that stays, id that goes): what a feature settles by itself, because it is more than a reference."""

GOES_WITH_IT = {"sign_ins", "sign_in_links", "recovery_codes", "second_factors"}
"""How the account that goes was signed in to: none of it opens the one that stays, which has its own."""


def merge(work: Work, actor: Actor, claim_id: int, code: str, before: BeforeMerge) -> Person:
    """Merge the account of a proven address into the actor's own, in this one transaction.

    Where the other account has a second factor, a code of it is asked for: the address alone does not open it.
    Raises Invalid for a wrong code, NotFound where there is nothing to merge.
    """
    work.lock(work.get(Person, actor.known_id))
    claim, gone = merge_to_see(work, actor, claim_id)
    kept = work.get(Person, actor.known_id)
    work.lock(gone)
    if has_factor(work, gone.id):
        if not code:
            told = "Type a code of the other account's second factor."
            raise Invalid(told, fields={"code": told})
        factors.check(work, gone.id, code)
    _merge(work, actor, kept, gone, before)
    claim.used_at = now()
    return kept


def _merge(work: Work, actor: Actor, kept: Person, gone: Person, before: BeforeMerge) -> None:
    emails = {kept.email, gone.email} - {""}
    gone_id, gone_name = gone.id, gone.name
    kept.is_operator = kept.is_operator or gone.is_operator
    kept.affiliation = kept.affiliation or gone.affiliation
    kept.created_at = min(kept.created_at, gone.created_at)
    for address in gone.addresses:
        address.is_primary = False
    work.session.flush()
    before(work, kept.id, gone_id)
    work.session.flush()
    for table, columns in references().items():
        if table.name in GOES_WITH_IT:
            work.session.execute(delete(table).where(columns[0] == gone_id))
            continue
        for column in columns:
            _move(work, table, column, kept.id, gone_id)
        if len(columns) > 1:
            _drop_pairs_of_one(work, table, columns, kept.id)
    work.session.expunge(gone)
    work.session.execute(delete(_people()).where(_people().c.id == gone_id))
    work.session.expire_all()
    for person_id in (gone_id, kept.id):
        work.announce(Eviction(person_id=person_id))
    record(
        work,
        actor,
        "accounts.merge",
        f"two accounts of {kept.name}",
        person=(kept.id, kept.name),
        merged=gone_name,
    )
    text = (
        "Hello,\n\ntwo accounts with your addresses were merged into one just now. Either address signs in to it.\n\n"
        "If that was not you, tell the organizers.\n"
    )
    for email in sorted(emails):
        write(work, to=email, subject="Your accounts were merged", text=text)


def references() -> Mapping[Table, list[Column[Any]]]:
    """Every column that refers to a person, by table: also of features that this one does not know."""
    found: dict[Table, list[Column[Any]]] = {}
    for table in Base.metadata.sorted_tables:
        columns = [
            column
            for column in table.columns
            if any(key.column.table.name == "people" for key in column.foreign_keys)
        ]
        if columns:
            found[table] = columns
    return found


def _move(work: Work, table: Table, column: Column[Any], kept_id: int, gone_id: int) -> None:
    """All rows at once; where one of them would stand twice, row by row."""
    if _is_done(work, update(table).where(column == gone_id).values({column.name: kept_id})):
        return
    keys = list(table.primary_key.columns)
    for row in work.session.execute(select(*keys).where(column == gone_id)).all():
        here = [key == value for key, value in zip(keys, row, strict=True)]
        if _is_done(work, update(table).where(*here).values({column.name: kept_id})):
            continue
        if "client_id" in table.c:
            # Two of their pages once chose the same id for two things: both stay.
            mark = f"~{gone_id}"
            other = func.substr(table.c.client_id, 1, 40 - len(mark)) + mark
            values = {column.name: kept_id, "client_id": other}
            if _is_done(work, update(table).where(*here).values(values)):
                continue
        work.session.execute(delete(table).where(*here))


def _is_done(work: Work, statement: Any) -> bool:
    """Whether it could be done; what a unique index refuses is undone and leaves the rest alone."""
    try:
        with work.session.begin_nested():
            work.session.execute(statement)
    except IntegrityError:
        return False
    return True


def _drop_pairs_of_one(work: Work, table: Table, columns: list[Column[Any]], kept_id: int) -> None:
    """Who met their other account has met nobody; and where a pair has an order, the smaller id stays first."""
    first, second = columns[:2]
    if {first.name, second.name} != {"first_id", "second_id"}:
        return
    work.session.execute(delete(table).where(first == kept_id, second == kept_id))
    turned = [column for column in (first, second) if column.primary_key]
    if len(turned) < 2:
        return
    keys = list(table.primary_key.columns)
    wrong = select(table).where(first > second, (first == kept_id) | (second == kept_id))
    for row in work.session.execute(wrong).mappings().all():
        here = [key == row[key.name] for key in keys]
        swapped = {first.name: row[second.name], second.name: row[first.name]}
        if not _is_done(work, update(table).where(*here).values(swapped)):
            work.session.execute(delete(table).where(*here))


def _people() -> Table:
    return Base.metadata.tables["people"]
