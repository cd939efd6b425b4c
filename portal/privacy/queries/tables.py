"""Every table that keeps something about people, read from what the tables say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, false, func, or_, select

from portal.accounts.models import Address
from portal.mail.models import Mail
from portal.privacy.rules import Kind, kind_of
from portal.store.base import Base
from portal.store.personal import Erasure, Personal
from portal.store.work import Work

PEOPLE = "people.id"


@dataclass(frozen=True)
class Shelf:
    """One table that is about people."""

    table: Table
    personal: Personal

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def kind(self) -> Kind:
        return kind_of(self.name)

    @cached_property
    def owners(self) -> tuple[Column[Any], ...]:
        """The columns that say whom a row is about."""
        return tuple(
            column
            for column in self.table.columns
            if any(key.target_fullname == PEOPLE for key in column.foreign_keys)
        )

    @cached_property
    def leading(self) -> tuple[Column[Any], ...]:
        """Those among them with whom a row goes; by the others it is only forgotten."""
        if self.personal.erased == Erasure.FORGET:
            return ()
        return tuple(column for column in self.owners if not is_let_go(column)) or self.owners

    def names_of(self, owner: Column[Any]) -> list[Column[Any]]:
        """The columns with the name or the words of the person in this column."""
        columns = self.table.columns
        return [columns[name] for name in self.personal.named if self._owner_of(name) is owner]

    def owner_of(self, column: str) -> Column[Any] | None:
        """Whose name or words a column holds; None for one that holds none."""
        return self._owner_of(column) if column in self.personal.named else None

    def about(self, person_id: int) -> ColumnElement[bool]:
        """The rows that are about this person."""
        if self.table is Mail.__table__:
            mine = select(Address.email).where(Address.person_id == person_id)
            return self.table.c.recipient.in_(mine)
        if self.name == "people":
            return self.table.c.id == person_id
        return or_(false(), *(column == person_id for column in self.owners))

    def in_workshop(self, workshop_id: int | None) -> ColumnElement[bool]:
        """The rows of one workshop; of all without one."""
        if workshop_id is None:
            return and_(True)
        place = place_of(self.table)
        return false() if place is None else place == workshop_id

    def _owner_of(self, name: str) -> Column[Any] | None:
        stem = name.removesuffix("_name")
        for column in self.owners:
            if column.name in {f"{stem}_id", f"{stem}_by"}:
                return column
        return self.owners[0] if self.owners else None


def is_let_go(column: Column[Any]) -> bool:
    """Whether a row stays when the person in this column goes."""
    return bool(column.nullable) and any(key.ondelete == "SET NULL" for key in column.foreign_keys)


@cache
def shelves() -> tuple[Shelf, ...]:
    """All of them: the account first, then what the workshops keep, by name."""
    found = [
        Shelf(mapper.local_table, mapper.class_.personal)
        for mapper in Base.registry.mappers
        if isinstance(mapper.local_table, Table)
        and isinstance(mapper.class_.__dict__.get("personal"), Personal)
    ]
    return tuple(sorted(found, key=lambda one: (one.personal.is_of_workshop, one.name != "people", one.name)))


def shelf_named(name: str) -> Shelf | None:
    return next((one for one in shelves() if one.name == name), None)


@cache
def place_of(table: Table, depth: int = 3) -> Any:
    """An expression for the workshop to which a row belongs, by itself or by what it hangs on; None for none."""
    if "workshop_id" in table.columns:
        return table.c.workshop_id
    if depth == 0:
        return None
    for parent, column, key in _parents(table):
        place = place_of(parent, depth - 1)
        if place is not None:
            return select(place).where(parent.columns[key] == column).correlate(table).scalar_subquery()
    return None


def _parents(table: Table) -> Iterator[tuple[Table, Column[Any], str]]:
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name not in {"people", "files", table.name}:
                yield key.column.table, column, key.column.name


def count_about(work: Work, shelf: Shelf, person_id: int, workshop_id: int | None = None) -> int:
    """How many rows of this table are about this person."""
    found = select(func.count()).select_from(shelf.table)
    return work.session.scalar(found.where(shelf.about(person_id), shelf.in_workshop(workshop_id))) or 0


def rows_about(
    work: Work, shelf: Shelf, person_id: int, workshop_id: int | None, *, offset: int, most: int
) -> list[dict[str, Any]]:
    """These rows as they are stored, in a fixed order."""
    found = (
        select(shelf.table)
        .where(shelf.about(person_id), shelf.in_workshop(workshop_id))
        .order_by(*shelf.table.primary_key.columns)
        .offset(offset)
        .limit(most)
    )
    return [dict(row._mapping) for row in work.session.execute(found)]  # noqa: SLF001 - SQLAlchemy's public name
