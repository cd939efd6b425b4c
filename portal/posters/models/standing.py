"""Where a presenter is while nobody sees them at the poster."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class PosterStanding(Base):
    """What one presenter said of one poster; `code` is one of portal.posters.rules.Code, `until` when it ends by itself.

    Who said nothing, or “I am here”, has no row.
    """

    __tablename__ = "poster_standings"

    personal: ClassVar[Personal] = Personal(
        "Where you said that you are while you present",
        Erasure.DELETE,
    )

    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    until: Mapped[datetime | None]
    said_at: Mapped[datetime]
