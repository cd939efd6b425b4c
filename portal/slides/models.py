"""The slides that were uploaded for sessions and talks, their pages, and which of them everybody sees."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.files.models import StoredFile
from portal.store.base import Base


class SlideDeck(Base):
    """An uploaded PDF of a session, or of one talk in it; for accepted people, as every file is.

    `page` is where the talk is, `drawn` how many of its pages have pictures, `failure` why the others never will.
    """

    __tablename__ = "slide_decks"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    page: Mapped[int] = mapped_column(default=1, server_default="1")
    drawn: Mapped[int] = mapped_column(default=0, server_default="0")
    failure: Mapped[str] = mapped_column(String(300), default="", server_default="")
    file: Mapped[StoredFile] = relationship()

    @property
    def pages(self) -> int:
        return self.file.page_count or 1


class SlidePage(Base):
    """One page: what is written on it, what its presenter adds in a line, and when everybody first saw it."""

    __tablename__ = "slide_pages"

    deck_id: Mapped[int] = mapped_column(ForeignKey("slide_decks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    shown_at: Mapped[datetime | None]


class SlideShow(Base):
    """Which slides of a session everybody sees now; `head` is the number of the newest change."""

    __tablename__ = "slide_shows"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    deck_id: Mapped[int | None] = mapped_column(ForeignKey("slide_decks.id", ondelete="SET NULL"), index=True)
    head: Mapped[int] = mapped_column(default=0)
