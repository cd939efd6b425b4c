"""Who was at a poster, starred it, and took something along."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class PosterVisit(Base):
    """One person has been at one poster; `times` counts visits, `last_at` is when they last came in."""

    __tablename__ = "poster_visits"
    __table_args__ = (Index(None, "workshop_id", "person_id"),)

    personal: ClassVar[Personal] = Personal(
        "Posters that you have visited",
        Erasure.DELETE,
    )

    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class PosterStar(Base):
    """Somebody wants to come back to a poster."""

    __tablename__ = "poster_stars"
    __table_args__ = (Index(None, "workshop_id", "person_id"),)

    personal: ClassVar[Personal] = Personal(
        "Posters that you starred",
        Erasure.DELETE,
    )

    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    starred_at: Mapped[datetime]


class PosterDownload(Base):
    """Somebody took one kind of file of a poster along; twice is the same as once."""

    __tablename__ = "poster_downloads"

    personal: ClassVar[Personal] = Personal(
        "Files of posters that you took along",
        Erasure.DELETE,
    )

    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    taken_at: Mapped[datetime]
