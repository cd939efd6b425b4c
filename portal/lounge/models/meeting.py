"""Who wants to be introduced, to whom they were, and who has met whom."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.lounge.rules import Outcome
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class LoungeMeeting(Base):
    """Two people who are not introduced to each other again, the smaller id first; `kind` is a portal.lounge.rules.Met.

    Those who missed each other may be introduced again after a while.
    """

    __tablename__ = "lounge_meetings"

    personal: ClassVar[Personal] = Personal(
        "Whom you have met in the lounge",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


class LoungeIntroduction(Base):
    """Two people are told of each other, and each says whether they would like to meet; then there is a table for them."""

    __tablename__ = "lounge_introductions"

    personal: ClassVar[Personal] = Personal(
        "Whom you were introduced to",
        Erasure.DELETE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    proposed_at: Mapped[datetime]
    is_first_willing: Mapped[bool] = mapped_column(default=False)
    is_second_willing: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(12), default=Outcome.OPEN)
    table_id: Mapped[int | None] = mapped_column(
        ForeignKey("lounge_tables.id", ondelete="SET NULL"), index=True
    )

    @property
    def people(self) -> tuple[int, int]:
        return self.first_id, self.second_id

    def is_willing(self, person_id: int) -> bool:
        return self.is_first_willing if person_id == self.first_id else self.is_second_willing


class LoungeWait(Base):
    """Somebody asks to be introduced; with `introduction_id` they are told of somebody at this moment.

    `seen_at` and `is_live` are as at a seat. `missed` counts the introductions to which they said nothing.
    """

    __tablename__ = "lounge_waits"

    personal: ClassVar[Personal] = Personal(
        "That you ask to be introduced",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    is_live: Mapped[bool] = mapped_column(default=False)
    missed: Mapped[int] = mapped_column(default=0)
    introduction_id: Mapped[int | None] = mapped_column(
        ForeignKey("lounge_introductions.id", ondelete="SET NULL"), index=True
    )


class LoungeTopics(Base):
    """What somebody would like to talk about, in their own words."""

    __tablename__ = "lounge_topics"

    personal: ClassVar[Personal] = Personal(
        "What you would like to talk about in the lounge",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    tags: Mapped[list[str]] = mapped_column(default=list)
