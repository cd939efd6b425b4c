"""Mailings, who they go to, their templates, and who wants none."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, Document
from portal.store.personal import Erasure, Personal


class Mailing(Base):
    """One mail to many people. `audience` is a group by its word, `picked` are the people of a list picked by hand.

    The people are settled when it begins to be written, and each stands in `mailing_recipients` once; so each is written
    to once, however often and by however many processes it is begun.
    """

    __tablename__ = "mailings"
    __table_args__ = (Index(None, "workshop_id", "id"),)
    personal: ClassVar[Personal] = Personal(
        "Mailings that you wrote as an organizer", Erasure.FORGET, named=("by_name",)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(40))
    picked: Mapped[list[int]] = mapped_column(Document, default=list)
    state: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    send_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class MailingRecipient(Base):
    """Somebody to whom a mailing goes; `skipped` says why they get no mail, `token_hash` is of their way to end it."""

    __tablename__ = "mailing_recipients"
    personal: ClassVar[Personal] = Personal(
        "Mailings of organizers that were meant for you", Erasure.DELETE, hidden=("token_hash",)
    )

    mailing_id: Mapped[int] = mapped_column(
        ForeignKey("mailings.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id", ondelete="SET NULL"), index=True)
    skipped: Mapped[str] = mapped_column(String(20), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)


class MailTemplate(Base):
    """A subject and a body that an organizer kept for the next time."""

    __tablename__ = "mail_templates"
    __table_args__ = (Index(None, "workshop_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)


class Unsubscription(Base):
    """Somebody wants no more mailings of a workshop; mail that they ask for, such as a sign-in link, still comes."""

    __tablename__ = "unsubscriptions"
    personal: ClassVar[Personal] = Personal("That you want no mailings of a workshop", Erasure.DELETE)

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    at: Mapped[datetime]
