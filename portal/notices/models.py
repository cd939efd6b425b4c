"""Notices, one for each person who is told."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.notices.rules import sentence
from portal.store.base import Base
from portal.store.personal import Erasure, Personal

UNREAD = text("read_at IS NULL")


class Notice(Base):
    """One person is told of one message; `kind` is one of portal.notices.rules.Kind, `text` how the message begins."""

    __tablename__ = "notices"
    __table_args__ = (
        Index(None, "workshop_id", "person_id", "read_at"),
        Index(None, "thread_id", "seq", "person_id", "kind", unique=True),
        Index("ix_notices_waiting", "created_at", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    personal: ClassVar[Personal] = Personal(
        "What you were told of",
        Erasure.DELETE,
        others=("who", "text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    seq: Mapped[int]
    who: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @property
    def happened(self) -> str:
        """What happened, in words."""
        return sentence(self.kind, self.who)
