"""The table of work that is done after the answer: a row in the same transaction as the change that asked for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base


class Job(Base):
    """One piece of background work: a name that portal.app knows, and small arguments (ids)."""

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(Text)
