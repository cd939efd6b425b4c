"""Who was sent to which board, and which boards were pinned; the rows stay and say who did it and when."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal

OPEN = text("ended_at IS NULL")


class RoundCall(Base):
    """The chair asks somebody to go to a board; a board has one open call at most. `how` is one of rules.Ended."""

    __tablename__ = "round_calls"
    __table_args__ = (
        Index(None, "workshop_id", "at"),
        Index("ix_round_calls_one_open", "poster_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    personal: ClassVar[Personal] = Personal(
        "Boards to which you sent somebody, or went",
        Erasure.FORGET,
        named=("by_name", "going_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    going_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    going_name: Mapped[str] = mapped_column(String(120), default="")
    going_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    how: Mapped[str] = mapped_column(String(12), default="")

    @property
    def since(self) -> datetime:
        return self.going_at or self.at


class RoundCalled(Base):
    """One of those who were asked; `declined_at` is when they said “Not now”."""

    __tablename__ = "round_called"

    personal: ClassVar[Personal] = Personal(
        "Boards to which you were asked to go",
        Erasure.DELETE,
        named=("person_name",),
    )

    call_id: Mapped[int] = mapped_column(
        ForeignKey("round_calls.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    person_name: Mapped[str] = mapped_column(String(120))
    declined_at: Mapped[datetime | None]


class RoundPin(Base):
    """A board stands first in the hall until `until`, or until somebody unpins it."""

    __tablename__ = "round_pins"
    __table_args__ = (Index(None, "workshop_id", "at"),)

    personal: ClassVar[Personal] = Personal(
        "Boards that you pinned",
        Erasure.FORGET,
        named=("by_name",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    until: Mapped[datetime]
    unpinned_at: Mapped[datetime | None]
    unpinned_name: Mapped[str] = mapped_column(String(120), default="")
