"""What is known of an uploaded file; its bytes lie in the data folder under their SHA-256."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class StoredFile(Base):
    """A file of one workshop, checked before it was stored."""

    __tablename__ = "files"

    personal: ClassVar[Personal] = Personal(
        "Files that you uploaded",
        Erasure.DELETE,
        hidden=("sha256",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    size_bytes: Mapped[int]
    page_count: Mapped[int | None]
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"
