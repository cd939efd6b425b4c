"""Cases, who reported them, the moderators' notes, and the measures."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.clock import now
from portal.moderation.rules import CaseState, Measure
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class ModerationCase(Base):
    """One reported thing, however many report it, and however often; `words` are those of the thing at the first report.

    A message has the id of its thread in `thing_id` and its number in `seq`; anything else has 0 there.
    """

    __tablename__ = "moderation_cases"
    __table_args__ = (
        Index(None, "workshop_id", "kind", "thing_id", "seq", unique=True),
        Index(None, "workshop_id", "state", "id"),
    )
    personal: ClassVar[Personal] = Personal(
        "Reports about you or what you wrote", Erasure.FORGET, named=("person_name", "assignee_name", "words")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    thing_id: Mapped[int]
    seq: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    person_name: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(12), default=CaseState.OPEN.value)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    assignee_name: Mapped[str] = mapped_column(String(120), default="")
    voices: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def is_open(self) -> bool:
        return self.state == CaseState.OPEN


class ModerationVoice(Base):
    """One person reports a case; once, however often they press."""

    __tablename__ = "moderation_voices"
    personal: ClassVar[Personal] = Personal("What you reported", Erasure.DELETE)

    case_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_cases.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    reason: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class ModerationNote(Base):
    """What one moderator tells the others about a case."""

    __tablename__ = "moderation_notes"
    personal: ClassVar[Personal] = Personal(
        "Notes that you wrote as a moderator", Erasure.FORGET, named=("author_name",)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_cases.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    author_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ModerationMeasure(Base):
    """Something that was done about a person, a message or a room; it stands until `until`, or until it is undone."""

    __tablename__ = "moderation_measures"
    __table_args__ = (Index(None, "workshop_id", "person_id"), Index(None, "thread_id", "seq"))
    personal: ClassVar[Personal] = Personal(
        "What moderators did about you, and what you did as one",
        Erasure.FORGET,
        named=("person_name", "by_name", "ended_by_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("moderation_cases.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    person_name: Mapped[str] = mapped_column(String(120), default="")
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(String(120))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    ended_by_name: Mapped[str] = mapped_column(String(120), default="")

    @property
    def is_in_force(self) -> bool:
        """A message stays hidden and a room locked until somebody undoes it."""
        return self.ended_at is None and (self.until is None or self.until > now())

    @property
    def is_about_a_thread(self) -> bool:
        return self.kind in {Measure.HIDE, Measure.LOCK}
