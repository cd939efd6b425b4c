"""Archives that were made, and where each stands."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.archives.rules import Step
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class WorkshopArchive(Base):
    """One archive; `token` is part of the name of its file, `done` of `total` is how far its making has come."""

    __tablename__ = "workshop_archives"
    __table_args__ = (Index(None, "workshop_id", "id"),)
    personal: ClassVar[Personal] = Personal(
        "Archives of a workshop that you made as an organizer",
        Erasure.FORGET,
        named=("maker_name",),
        hidden=("token",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    maker_name: Mapped[str] = mapped_column(String(120))
    has_chats: Mapped[bool] = mapped_column(default=False, server_default=false())
    step: Mapped[str] = mapped_column(String(12))
    token: Mapped[str] = mapped_column(String(64), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]

    @property
    def is_running(self) -> bool:
        return self.step == Step.MAKING

    @property
    def is_ready(self) -> bool:
        return self.step == Step.READY
