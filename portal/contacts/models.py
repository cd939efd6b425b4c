"""Two people and what is between them: their thread, hellos and cards."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.contacts.rules import State
from portal.store.base import Base
from portal.store.personal import Personal


class Pair(Base):
    """Two people of a workshop who have to do with each other, the one with the smaller id first.

    Their thread is there from the first hello on; they may write in it once one was answered or somebody wrote.
    """

    __tablename__ = "pairs"
    __table_args__ = (Index(None, "workshop_id", "low_id", "high_id", unique=True),)
    personal: ClassVar[Personal] = Personal("With whom you have a conversation")

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    low_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), unique=True)
    has_begun: Mapped[bool] = mapped_column(default=False)

    @property
    def people(self) -> tuple[int, int]:
        return self.low_id, self.high_id

    def other(self, person_id: int) -> int:
        """The other one of the two."""
        return self.high_id if person_id == self.low_id else self.low_id


class Hello(Base):
    """Somebody said hello to somebody, with or without words."""

    __tablename__ = "hellos"
    __table_args__ = (
        Index(None, "workshop_id", "sender_id", "receiver_id"),
        Index(None, "workshop_id", "receiver_id", "state"),
    )
    personal: ClassVar[Personal] = Personal(
        "To whom you said hello, and who said hello to you", hidden=("state",)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    sender_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(12), default=State.SENT)
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class CardGiven(Base):
    """Somebody gave their card, with the address that they chose or none. Each sees the other's once both gave theirs."""

    __tablename__ = "cards_given"
    personal: ClassVar[Personal] = Personal("To whom you gave your card, and with which address")

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    giver_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    receiver_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    email: Mapped[str] = mapped_column(String(254), default="")
    at: Mapped[datetime]
