"""A poster and who presents it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.clock import now
from portal.files.models import StoredFile
from portal.posters.models.part import PosterPart
from portal.store.base import Base
from portal.store.personal import Erasure, Personal
from portal.threads.models import Thread


class Poster(Base):
    """An accepted work with its file, its presenters and one thread.

    `authors` is a list of {name, affiliation}, `links` a list of {kind, url, label}, `tags` plain words. `file` is the
    poster itself, `replaced_at` when it took the place of another; slides and a clip are `parts`. `award` is what it has
    won, in words. `changed_at` follows every change of the row, so that what is made of its words can be kept.
    """

    __tablename__ = "posters"
    __table_args__ = (Index(None, "workshop_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    position: Mapped[int] = mapped_column(default=0)
    board: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(500))
    summary: Mapped[str] = mapped_column(String(300), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    authors: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    tags: Mapped[list[str]] = mapped_column(default=list)
    links: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    imported: Mapped[dict[str, Any] | None]
    replaced_at: Mapped[datetime | None]
    award: Mapped[str] = mapped_column(String(60), default="", server_default="")
    changed_at: Mapped[datetime | None] = mapped_column(default=now, onupdate=now)
    thread: Mapped[Thread] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    presenters: Mapped[list[Person]] = relationship(secondary="poster_presenters", order_by=Person.id)
    parts: Mapped[list[PosterPart]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def slides(self) -> StoredFile | None:
        return self.file_of("slides")

    @property
    def clip(self) -> StoredFile | None:
        return self.file_of("clip")

    def file_of(self, part: str) -> StoredFile | None:
        """The file of one part; the poster itself is one too."""
        if part == "poster":
            return self.file
        return next((one.file for one in self.parts if one.part == part), None)

    def replaced(self, part: str) -> datetime | None:
        """When the file of this part took the place of another one."""
        if part == "poster":
            return self.replaced_at if self.file else None
        return next((one.replaced_at for one in self.parts if one.part == part), None)

    @property
    def presenter_ids(self) -> frozenset[int]:
        return frozenset(person.id for person in self.presenters)

    @property
    def author_names(self) -> list[str]:
        return [str(author["name"]) for author in self.authors]


class PosterPresenter(Base):
    """Who stands at a poster; a poster may have several presenters."""

    __tablename__ = "poster_presenters"

    personal: ClassVar[Personal] = Personal(
        "Posters that you present",
        Erasure.DELETE,
    )

    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
