"""How many people were at a place in each five minutes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base


class AttendanceStep(Base):
    """Five minutes at one place; `kind` is one of portal.statistics.rules.Kind, `place_id` the id there, 0 for the whole.

    It was looked `looks` times, the last time at `looked_at`; `total` is the sum of the people who were there then,
    `peak` the most at once. Where nobody looked, because no server ran, there is no row.
    """

    __tablename__ = "attendance_steps"
    __table_args__ = (Index(None, "looked_at"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    place_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step_at: Mapped[datetime] = mapped_column(primary_key=True)
    looks: Mapped[int]
    total: Mapped[int]
    peak: Mapped[int]
    looked_at: Mapped[datetime]

    @property
    def people(self) -> float:
        """How many were there on the average."""
        return self.total / self.looks
