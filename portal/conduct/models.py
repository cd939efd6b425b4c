"""What a workshop says of conduct and privacy, who agreed to it, who reads reports, and the reports."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.conduct.rules import STATE_WORDS, ReportState
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class WorkshopTerms(Base):
    """One for each workshop that says anything. `version` grows with each other text of the code of conduct.

    `responsible` and `contact`: who answers for the data, and where to write; empty is the operator's setting.
    """

    __tablename__ = "workshop_terms"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    conduct: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    conduct_at: Mapped[datetime | None]
    responsible: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    privacy: Mapped[str] = mapped_column(Text, default="")


class ConductContact(Base):
    """Somebody who reads the reports of a workshop."""

    __tablename__ = "conduct_contacts"

    personal: ClassVar[Personal] = Personal("Workshops whose reports you read", Erasure.DELETE)

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class ConductAgreement(Base):
    """The newest text of the code of conduct that somebody agreed to."""

    __tablename__ = "conduct_agreements"

    personal: ClassVar[Personal] = Personal("That you agreed to the code of conduct", Erasure.DELETE)

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    version: Mapped[int]
    agreed_at: Mapped[datetime]


class ConductReport(Base):
    """Something that somebody wants the organizers to know; of an anonymous one nobody knows who that is.

    `key_hash` is the hash of the token in the address at which the sender reads the answer.
    """

    __tablename__ = "conduct_reports"
    __table_args__ = (Index(None, "workshop_id", "id"),)

    personal: ClassVar[Personal] = Personal(
        "Reports that you sent to the organizers, or answered",
        Erasure.FORGET,
        named=("person_name", "answered_name"),
        hidden=("key_hash",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    person_name: Mapped[str] = mapped_column(String(120), default="")
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(12), default=ReportState.NEW)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    answered_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    @property
    def state_word(self) -> str:
        return STATE_WORDS[ReportState(self.state)]

    @property
    def is_done(self) -> bool:
        return self.state == ReportState.DONE

    @property
    def notice(self) -> int:
        """The number under which a notice of this report stands: no message has one below 1."""
        return -self.id
