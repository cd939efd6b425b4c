"""Announcements, who has dismissed them, and the number of the newest change in each workshop."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.announcements.rules import Audience, is_over, place_of
from portal.clock import now
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class AnnouncementHead(Base):
    """The number of the newest change in one workshop; the row is held while the next one is given."""

    __tablename__ = "announcement_heads"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    head: Mapped[int] = mapped_column(default=0)


class Announcement(Base):
    """One announcement. `audience` and `kind` are those of portal.announcements.rules; `number` is its newest change.

    `client_id` is the author's own id of it, so that a form sent twice is one announcement. `place_name` is what the
    stage was called.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        Index(None, "workshop_id", "author_id", "client_id", unique=True),
        Index(None, "workshop_id", "number", unique=True),
    )

    personal: ClassVar[Personal] = Personal(
        "Announcements that you made",
        Erasure.FORGET,
        named=("author_name",),
        hidden=("client_id",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    client_id: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(400))
    audience: Mapped[str] = mapped_column(String(12))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id", ondelete="SET NULL"))
    place_name: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    created_at: Mapped[datetime]
    until: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def place(self) -> str:
        """The pages that show it; empty for all."""
        return place_of(self.audience, self.stage_id)

    @property
    def whom(self) -> str:
        """Who is told, in words; empty for everybody."""
        match self.audience:
            case Audience.PRESENTERS:
                return "For presenters"
            case Audience.HALL:
                return "In the poster hall"
            case Audience.STAGE:
                return self.place_name
            case _:
                return ""

    @property
    def is_over(self) -> bool:
        """Whether its time is over, so that no page shows it any more."""
        return is_over(self.until, now())


class AnnouncementRead(Base):
    """One person has dismissed one announcement, on all their devices."""

    __tablename__ = "announcement_reads"

    personal: ClassVar[Personal] = Personal(
        "Announcements that you have dismissed",
        Erasure.DELETE,
    )

    announcement_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
