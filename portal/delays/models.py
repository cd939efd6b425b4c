"""Who moved the programme, by how much, and what it was before."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Delay(Base):
    """One change of a day's times. No `stage_id` means all stages; `minutes` 0 means that something ended early.

    `before` is a list of {key, starts_at, ends_at, planned_starts_at, planned_ends_at}, which undoing writes back, and
    `left` the fingerprint of the line afterwards. `client_id` is the author's own id of it, so that a form sent twice
    is one change.
    """

    __tablename__ = "delays"
    __table_args__ = (
        Index(None, "workshop_id", "author_id", "client_id", unique=True),
        Index(None, "workshop_id", "on"),
    )

    personal: ClassVar[Personal] = Personal(
        "Changes of the running day that you made",
        Erasure.FORGET,
        named=("author_name",),
        hidden=("client_id", "left"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    client_id: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int]
    on: Mapped[date]
    before: Mapped[list[dict[str, Any]]]
    left: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
