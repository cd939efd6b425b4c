"""What people allowed, asked to have and asked to be erased; and how long a workshop keeps what."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.privacy.rules import ExportState
from portal.store.base import Base, Document
from portal.store.personal import Erasure, Personal


class HostConsent(Base):
    """Somebody lets pages load players from this host."""

    __tablename__ = "host_consents"

    personal: ClassVar[Personal] = Personal(
        "Other hosts whose players you let load", Erasure.DELETE, is_of_workshop=False
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    host: Mapped[str] = mapped_column(String(120), primary_key=True)
    agreed_at: Mapped[datetime]


class DataExport(Base):
    """One ZIP of what is kept about a person; `done` of `total` kinds are written. `key` is part of the file's name."""

    __tablename__ = "data_exports"

    personal: ClassVar[Personal] = Personal(
        "Copies of your data that you asked for", Erasure.DELETE, hidden=("key",), is_of_workshop=False
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=ExportState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]


class ErasureRequest(Base):
    """Somebody is to be erased: everywhere, or in one workshop alone. Nothing happens before `due_at`.

    `names` are what they were called, known until all is done. `refused`: why it was not done.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "done_at", "due_at"),)

    personal: ClassVar[Personal] = Personal(
        "That you are to be erased", Erasure.FORGET, hidden=("names",), is_of_workshop=False
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    workshop_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), index=True
    )
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(String(300), default="")
    names: Mapped[list[str]] = mapped_column(Document, default=list)


class Retention(Base):
    """For how many months after its end a workshop keeps each kind; a kind that is not in it has the default."""

    __tablename__ = "retentions"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    months: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RetentionStep(Base):
    """One kind of one workshop: when its organizers were told that it goes, for which day, and when it went."""

    __tablename__ = "retention_steps"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
