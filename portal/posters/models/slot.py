"""When and where a poster is presented, and by whom."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class PosterSlot(Base):
    """One time and place of a poster.

    Without times of its own it takes those of its session, as they are now, or the `half` of them that it names.
    """

    __tablename__ = "poster_slots"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    mode: Mapped[str] = mapped_column(String(10))
    half: Mapped[str] = mapped_column(String(10), default="")
    board: Mapped[str] = mapped_column(String(20), default="")
    position: Mapped[int] = mapped_column(default=0)


class SlotPresenter(Base):
    """Who stands at a slot where not all presenters of its poster do."""

    __tablename__ = "poster_slot_presenters"

    personal: ClassVar[Personal] = Personal(
        "Times at which you stand at a poster",
        Erasure.DELETE,
    )

    slot_id: Mapped[int] = mapped_column(
        ForeignKey("poster_slots.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
