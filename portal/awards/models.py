"""The vote of a workshop, and the voices."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class AwardVoting(Base):
    """The vote for the best poster of a workshop; `head` grows with each opening and closing."""

    __tablename__ = "award_votings"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    state: Mapped[str] = mapped_column(String(12))
    head: Mapped[int] = mapped_column(default=0)
    moved_at: Mapped[datetime]


class AwardVote(Base):
    """What one person voted for last; the key is what makes it one vote."""

    __tablename__ = "award_votes"

    personal: ClassVar[Personal] = Personal(
        "What you voted for as the best poster",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), index=True)
    voted_at: Mapped[datetime]
