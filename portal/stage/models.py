"""A stage, and where its stream comes from."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.stage.rules import KIND_WORDS, SERVICES, SourceKind, outside_page
from portal.store.base import Base
from portal.threads.models import Thread


class Stage(Base):
    """A place with a stream and one thread, at /<workshop>/stage/<slug>."""

    __tablename__ = "stages"
    __table_args__ = (Index(None, "workshop_id", "slug", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    thread: Mapped[Thread] = relationship()
    sources: Mapped[list["StreamSource"]] = relationship(
        order_by="StreamSource.position", cascade="all, delete-orphan"
    )


class StreamSource(Base):
    """One address of the stream; the first is tried first. `kind` is one of portal.stage.rules.SourceKind."""

    __tablename__ = "stream_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(1000))
    label: Mapped[str] = mapped_column(String(80), default="")

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
