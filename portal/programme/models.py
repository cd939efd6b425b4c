"""The programme of a workshop."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.store.base import Base


class ProgrammeEntry:
    """What a session and a talk have in common.

    `speakers` is a list of {name, affiliation}, `links` a list of {kind, url, label}. `imported` holds the
    values that an import wrote last, so that the next one can tell an organizer's own change apart.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(40), default="talk")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    is_end_inferred: Mapped[bool] = mapped_column(default=False)
    local_time: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    mode: Mapped[str] = mapped_column(String(20), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    speakers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    links: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    imported: Mapped[dict[str, Any] | None]

    @property
    def speaker_names(self) -> list[str]:
        return [str(speaker["name"]) for speaker in self.speakers]


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
