"""Invitations that went out, and how often a workshop reminds of them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Invitation(Base):
    """One personal link that went out; only the hash of its token is kept, and it is good for this page alone.

    `used_at` is when it signed somebody in, or when another link of the same person did; it signs in once. `is_reminder`
    for those that went out by themselves.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index(None, "workshop_id", "person_id"),)
    personal: ClassVar[Personal] = Personal(
        "Invitations that were sent to you, and when you opened them", Erasure.DELETE, hidden=("token_hash",)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    is_reminder: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class InvitationReminders(Base):
    """A workshop asks again those who have not answered: after so many days each time, so many times at most.

    `edition` grows with each change, so that a job that was begun for an earlier one ends.
    """

    __tablename__ = "invitation_reminders"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    every_days: Mapped[int] = mapped_column(default=0)
    most: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=0)
