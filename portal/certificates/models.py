"""What an organizer set, and the certificates that were made."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class CertificateSettings(Base):
    """How the certificates of one workshop read; without a row it gives none."""

    __tablename__ = "certificate_settings"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    is_on: Mapped[bool] = mapped_column(default=False)
    is_seen_needed: Mapped[bool] = mapped_column(default=True)
    text: Mapped[str] = mapped_column(Text, default="")
    signer: Mapped[str] = mapped_column(String(120), default="")
    signer_role: Mapped[str] = mapped_column(String(120), default="")
    hours: Mapped[float] = mapped_column(Float, default=0)


class Certificate(Base):
    """One certificate with what it says; made anew, with another code, when that changes. The old one stays genuine."""

    __tablename__ = "certificates"
    __table_args__ = (Index(None, "workshop_id", "person_id"),)
    personal: ClassVar[Personal] = Personal("Certificates of attendance that you made", Erasure.DELETE)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    facts: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
