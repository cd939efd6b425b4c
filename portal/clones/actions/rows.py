"""Rows of one workshop, written again for another."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Table, insert, inspect, select

from portal.clock import now
from portal.clones.rules import Move
from portal.store.base import Base
from portal.store.work import Work
from portal.workshops.models import Workshop

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Copy:
    """One workshop on its way into another; `ids` says which new row stands for an old one, by table."""

    work: Work
    source: Workshop
    target: Workshop
    move: Move
    ids: dict[str, dict[int, int]] = field(default_factory=dict)

    def row(self, old: Row, **changes: Any) -> Row:
        """The same row for the other workshop: all columns, its times moved, but for what is said otherwise."""
        values = {
            attribute.key: self._value(getattr(old, attribute.key))
            for attribute in inspect(type(old)).column_attrs
            if attribute.key != "id" and attribute.key not in changes
        }
        if "workshop_id" in values:
            values["workshop_id"] = self.target.id
        new = self.work.add(type(old)(**{**values, **changes}))
        if hasattr(old, "id"):
            self.ids.setdefault(type(old).__tablename__, {})[old.id] = new.id  # type: ignore[attr-defined]
        return new

    def rows(self, model: type[Row], **changes: Any) -> list[Row]:
        """All rows of a table that belong to the workshop."""
        return [self.row(old, **changes) for old in self.old(model)]

    def old(self, model: type[Row]) -> Iterable[Row]:
        """What the old workshop has of a table, in the order in which it was made."""
        table: Any = model
        order = inspect(model).primary_key
        return self.work.session.scalars(
            select(model).where(table.workshop_id == self.source.id).order_by(*order)
        ).all()

    def new_id(self, table: str, old_id: int | None) -> int | None:
        """The new row that stands for an old one; None where it was not copied."""
        return self.ids.get(table, {}).get(old_id) if old_id is not None else None

    def tables(self, names: Iterable[str]) -> None:
        """Whole tables of features, where there are such, that refer to nothing but the workshop."""
        for name in names:
            table = Base.metadata.tables.get(name)
            if table is not None:
                self._table(table)

    def _table(self, table: Table) -> None:
        rows = self.work.session.execute(select(table).where(table.c.workshop_id == self.source.id))
        new = [
            {key: self._value(value) for key, value in row.items() if key != "id"}
            | {"workshop_id": self.target.id}
            for row in rows.mappings()
        ]
        if new:
            self.work.session.execute(insert(table), new)

    def planned(self, old: Any, **changes: Any) -> Any:
        """A session or a talk where it was planned, as if the day had never run late."""
        return self.row(
            old,
            starts_at=self.moved(old.planned_starts_at or old.starts_at),
            ends_at=self.moved(old.planned_ends_at or old.ends_at),
            planned_starts_at=None,
            planned_ends_at=None,
            imported=None,
            revision=0,
            changed_at=now(),
            **changes,
        )

    def moved(self, at: datetime | None) -> datetime | None:
        """Where an instant lies now, if there is one."""
        return None if at is None else self.move(at)

    def _value(self, value: Any) -> Any:
        return self.move(value) if isinstance(value, datetime) else deepcopy(value)
