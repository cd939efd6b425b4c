"""The trail."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class AuditEntry(Base):
    """One deed: who did what to which thing, and to whom; the names as they were then.

    `action` is `<feature>.<verb>`, as in "registrations.accept"; `details` are small values that a person can read.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "workshop_id", "id"),)
    personal: ClassVar[Personal] = Personal(
        "What you did as an organizer or moderator, and what was done to you",
        Erasure.FORGET,
        named=("actor_name", "person_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    actor_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    person_name: Mapped[str] = mapped_column(String(120), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AuditSweep(Base):
    """Until when the trail of a workshop is no longer kept: the store lets go of older entries, and of no others."""

    __tablename__ = "audit_sweeps"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    until: Mapped[datetime]
