"""A workshop and what its public pages tell."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base


class Workshop(Base):
    """One workshop under /<slug>/; everything else in the portal belongs to one.

    `programme_head` is the number of the newest change of times that open pages are told of; `conduct_version` that of the
    code of conduct to which people agree before they come in, 0 for none. A rehearsal is a copy whose day is moved to now;
    it is never published, nothing of it is mailed, and it is wiped.
    """

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    short_title: Mapped[str] = mapped_column(String(60), default="")
    subtitle: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    accent: Mapped[str] = mapped_column(String(20), default="teal")
    links: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    is_published: Mapped[bool] = mapped_column(default=True)
    registration: Mapped[str] = mapped_column(String(20), default="approval")
    registered_pages: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    programme_head: Mapped[int] = mapped_column(default=0, server_default="0")
    is_rehearsal: Mapped[bool] = mapped_column(default=False, server_default=false())
    conduct_version: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def name(self) -> str:
        """What a narrow place shows."""
        return self.short_title or self.title


class Topic(Base):
    """One line of the call: what the workshop is about."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))


class ImportantDate(Base):
    """A deadline or a day to know: an instant where the page gave one, a plain day where it did not."""

    __tablename__ = "important_dates"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    on: Mapped[date | None]
    at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(String(500), default="")


class News(Base):
    """One piece of news, in Markdown."""

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text)


class Member(Base):
    """Somebody whom the workshop's page names: an organizer, an invited speaker, a panelist; needs no account."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    part: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
