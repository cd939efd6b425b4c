"""The programme of a workshop."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.clock import now
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class ProgrammeEntry:
    """What a session and a talk have in common.

    `speakers` is a list of {name, affiliation}, `links` a list of {kind, url, label}. `imported` holds the
    values that an import wrote last, so that the next one can tell an organizer's own change apart.
    `planned_…` are the times before the day ran late or early, None as long as it did not.
    `revision` and `changed_at` follow every change of the row, whoever makes it: calendars go by them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(40), default="talk")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    planned_starts_at: Mapped[datetime | None]
    planned_ends_at: Mapped[datetime | None]
    is_end_inferred: Mapped[bool] = mapped_column(default=False)
    local_time: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    mode: Mapped[str] = mapped_column(String(20), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    speakers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    links: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    imported: Mapped[dict[str, Any] | None]
    revision: Mapped[int] = mapped_column(default=0, server_default="0", onupdate=text("revision + 1"))
    changed_at: Mapped[datetime | None] = mapped_column(default=now, onupdate=now)

    @property
    def speaker_names(self) -> list[str]:
        return [str(speaker["name"]) for speaker in self.speakers]

    @property
    def was_starts_at(self) -> datetime | None:
        """The planned start, where it is another one now."""
        return self.planned_starts_at if self.planned_starts_at != self.starts_at else None

    @property
    def was_ends_at(self) -> datetime | None:
        """The planned end, where it is another one now."""
        return self.planned_ends_at if self.planned_ends_at != self.ends_at else None


class ProgrammeSession(ProgrammeEntry, Base):
    """A block of the schedule; it takes place on at most one stage."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "workshop_id", "starts_at"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id", ondelete="SET NULL"), index=True)
    is_streamed: Mapped[bool] = mapped_column(default=False)
    is_social: Mapped[bool] = mapped_column(default=False)
    talks: Mapped[list["Talk"]] = relationship(
        back_populates="session", order_by="Talk.position", cascade="all, delete-orphan"
    )


class Talk(ProgrammeEntry, Base):
    """A talk inside a session."""

    __tablename__ = "talks"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    session: Mapped[ProgrammeSession] = relationship(back_populates="talks")


class Star(Base):
    """Somebody wants to be at a session or a talk; just one of the two is set."""

    __tablename__ = "stars"
    __table_args__ = (
        Index(None, "person_id", "session_id", unique=True),
        Index(None, "person_id", "talk_id", unique=True),
    )

    personal: ClassVar[Personal] = Personal(
        "Sessions and talks on your agenda",
        Erasure.DELETE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), index=True)


class CalendarFeed(Base):
    """A secret address at which a calendar program reads somebody's agenda; only the hash of its token is here.

    `changed_at` follows the stars, which leave no trace of their own when they are taken away.
    """

    __tablename__ = "calendar_feeds"

    personal: ClassVar[Personal] = Personal(
        "The private address of your calendar",
        Erasure.DELETE,
        hidden=("token_hash",),
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
