"""A stage, what is behind it, and where its stream comes from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.stage.events import SourceSeen
from portal.stage.rules import KIND_WORDS, SERVICES, SourceDraft, SourceKind, outside_page
from portal.store.base import Base
from portal.threads.models import Thread
from portal.threads.rules import BACKSTAGE


class Stage(Base):
    """A place with a stream and one thread, at /<workshop>/stage/<slug>; each has its backstage from the beginning.

    `stream_head` is the number of the newest change of its sources.
    """

    __tablename__ = "stages"
    __table_args__ = (Index(None, "workshop_id", "slug", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    thread: Mapped[Thread] = relationship()
    stream_head: Mapped[int] = mapped_column(default=0, server_default="0")
    sources: Mapped[list["StreamSource"]] = relationship(
        order_by="StreamSource.position", cascade="all, delete-orphan"
    )
    backstage: Mapped["Backstage"] = relationship(cascade="all, delete-orphan")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if "backstage" not in values:
            thread = Thread(workshop_id=self.workshop_id, kind="backstage", audience=BACKSTAGE)
            self.backstage = Backstage(workshop_id=self.workshop_id, thread=thread)


class Backstage(Base):
    """What those share who give, chair and run the talks: a thread, the way into their meeting, and a signal.

    `head` is the number of the newest change of the signal or of a raised hand. `signal` counts for what stands in
    `signal_for` alone: t3 is talk 3, s5 session 5.
    """

    __tablename__ = "backstages"

    stage_id: Mapped[int] = mapped_column(
        ForeignKey("stages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    thread: Mapped[Thread] = relationship()
    meeting_url: Mapped[str] = mapped_column(String(1000), default="")
    head: Mapped[int] = mapped_column(default=0)
    signal: Mapped[str] = mapped_column(String(12), default="")
    signal_for: Mapped[str] = mapped_column(String(12), default="")
    signalled_at: Mapped[datetime | None]


class StreamSource(Base):
    """One address of the stream; the first is tried first. `kind` is one of portal.stage.rules.SourceKind.

    `captions` is a file of captions (.vtt) or the page of a captioner, if there is one.
    """

    __tablename__ = "stream_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(1000))
    label: Mapped[str] = mapped_column(String(80), default="")
    captions: Mapped[str] = mapped_column(String(1000), default="", server_default="")

    @property
    def service(self) -> str:
        """The other site whose player this is, if it is one."""
        return SERVICES.get(SourceKind(self.kind), "")

    @property
    def word(self) -> str:
        """What kind it is, in words."""
        return KIND_WORDS[SourceKind(self.kind)]

    @property
    def page(self) -> str:
        """Where to watch it in a tab of its own."""
        return outside_page(SourceKind(self.kind), self.url)

    @property
    def draft(self) -> SourceDraft:
        """It as an organizer wrote it down."""
        return SourceDraft(SourceKind(self.kind), self.url, self.label, self.captions)

    @property
    def seen(self) -> SourceSeen:
        """It as the player in the page wants it."""
        return SourceSeen(
            id=self.id,
            kind=self.kind,
            url=self.url,
            label=self.label or self.service or (self.word if self.kind != SourceKind.HLS else "Stream"),
            service=self.service,
            page=self.page,
            captions=self.captions,
        )
