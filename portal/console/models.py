"""When a source of a stream was last seen to play, and who said that it fails."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class SourceSighting(Base):
    """What the pages of those who watch last said of one source; `failed_…` is who was the first to say so this time."""

    __tablename__ = "source_sightings"
    personal: ClassVar[Personal] = Personal(
        "That a stream failed on your page, which helps those who run the day",
        Erasure.FORGET,
        named=("failed_name",),
    )

    source_id: Mapped[int] = mapped_column(
        ForeignKey("stream_sources.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    played_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failed_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    failed_name: Mapped[str] = mapped_column(String(120), default="")
