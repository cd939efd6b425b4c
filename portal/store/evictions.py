"""Evictions as rows, written with the change that made them: how a revocation reaches every process, whatever is away."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.clock import now
from portal.events import Eviction
from portal.store.base import Base

KEPT = timedelta(hours=1)


class EvictionRow(Base):
    """One eviction. Nothing refers to it and it refers to nothing: who it names may be deleted in the same change."""

    __tablename__ = "evictions"
    # An id must never come twice, or a process would take a new row for one that it knows.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None]
    workshop_id: Mapped[int | None]
    sign_in_id: Mapped[int | None]
    room: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(index=True)


WRITE = insert(EvictionRow).returning(EvictionRow.id)
AFTER = (
    EvictionRow.id,
    EvictionRow.person_id,
    EvictionRow.workshop_id,
    EvictionRow.sign_in_id,
    EvictionRow.room,
)


def write_eviction(rows: Connection, eviction: Eviction) -> Eviction:
    """Keep the eviction in this transaction; the same with its id."""
    values = {name: value for name, value in asdict(eviction).items() if name != "id"}
    return replace(eviction, id=int(rows.execute(WRITE, {**values, "at": now()}).scalar_one()))


def evictions_after(session: Session, floor: int, known: Collection[int] = ()) -> list[Eviction]:
    """The evictions with a greater id that are not among the known ones, oldest first."""
    found = select(*AFTER).where(EvictionRow.id > floor).order_by(EvictionRow.id)
    return [
        Eviction(row.person_id, row.workshop_id, row.sign_in_id, row.room, row.id)
        for row in session.execute(found)
        if row.id not in known
    ]


def newest_eviction(session: Session) -> int:
    """The id of the newest row, 0 for none."""
    return session.scalar(select(func.max(EvictionRow.id))) or 0


def delete_old_evictions(session: Session) -> None:
    """Drop what every process has long seen."""
    session.execute(delete(EvictionRow).where(EvictionRow.at < now() - KEPT))
