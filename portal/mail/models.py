"""The outbox."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.mail.rules import REFUSED
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Mail(Base):
    """One mail to one address; it keeps its Message-ID over all tries, so that a receiver can tell a repetition."""

    __tablename__ = "mails"

    personal: ClassVar[Personal] = Personal(
        "Mails that the portal wrote to you",
        Erasure.DELETE,
        hidden=("message_id",),
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(Text)

    @property
    def is_given_up(self) -> bool:
        """Whether a server has said that it will never take it."""
        return self.sent_at is None and (self.failure or "").startswith(REFUSED)
