"""The outbox, the addresses that took no mail, and the workshops whose mail stays here."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.mail.rules import REFUSED, MailState
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Mail(Base):
    """One mail to one address; it keeps its Message-ID over all tries, so that a receiver can tell a repetition.

    `taken_until`: until then one process is handing it over, and no other does. `held` says why it never leaves, such as
    "rehearsal" or "cancelled". `bounce_token` stands in the address to which servers send it back; `bounce` is what the
    report said that came back.
    """

    __tablename__ = "mails"
    __table_args__ = (Index(None, "workshop_id", "id"), Index(None, "sent_at"))
    personal: ClassVar[Personal] = Personal(
        "Mails that the portal wrote to you",
        Erasure.DELETE,
        hidden=("text", "html", "unsubscribe_url", "bounce_token", "message_id"),
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="", server_default="")
    unsubscribe_url: Mapped[str] = mapped_column(String(300), default="", server_default="")
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailings.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(Text)
    held: Mapped[str] = mapped_column(String(20), default="", server_default="")
    taken_until: Mapped[datetime | None]
    bounce_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str | None] = mapped_column(Text)

    @property
    def is_given_up(self) -> bool:
        """Whether a server has said that it will never take it."""
        return self.sent_at is None and (self.failure or "").startswith(REFUSED)

    @property
    def state(self) -> MailState:
        """The same as `portal.mail.queries.STATE` asks of the store."""
        if self.bounced_at is not None:
            return MailState.BOUNCED
        if self.sent_at is not None:
            return MailState.SENT
        if self.held:
            return MailState.HELD
        if self.is_given_up:
            return MailState.REFUSED
        return MailState.FAILING if self.failure else MailState.WAITING


class Bounce(Base):
    """An address that takes no mail, as a server said; forgotten once an organizer says that it works again."""

    __tablename__ = "bounces"
    personal: ClassVar[Personal] = Personal(
        "An address of yours to which mail came back", Erasure.DELETE, is_of_workshop=False
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")


class MailHold(Base):
    """While this row is there, mail of the workshop is written and never leaves; `reason` is a word for the outbox."""

    __tablename__ = "mail_holds"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    reason: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime]
