"""Imports of lists, and what each of their rows does."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.rosters.rules import BEFORE_APPLY, RUNNING, Step
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class RosterImport(Base):
    """A list that an organizer brought, on its way from the upload to its undo.

    `content` is the list itself until it is applied or cancelled. `version` counts the checks: a job of an older one
    stops. `done` of `total` is how far the step that runs has come.
    """

    __tablename__ = "roster_imports"
    __table_args__ = (Index(None, "workshop_id", "id"),)
    personal: ClassVar[Personal] = Personal(
        "Lists of people that you brought in as an organizer", Erasure.FORGET, named=("importer_name",)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    importer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    importer_name: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(120))
    step: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    headings: Mapped[list[str]] = mapped_column(default=list)
    notes: Mapped[list[str]] = mapped_column(default=list)
    columns: Mapped[list[str]] = mapped_column(default=list)
    meanings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    is_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_running(self) -> bool:
        return self.step in RUNNING

    @property
    def can_be_applied(self) -> bool:
        return self.step == Step.CHECKED and bool(self.counts.get("new") or self.counts.get("changed"))

    @property
    def can_be_cancelled(self) -> bool:
        return self.step in BEFORE_APPLY

    @property
    def can_be_undone(self) -> bool:
        """Until its rows are forgotten."""
        return self.step == Step.APPLIED and "forgotten" not in self.counts


class RosterRow(Base):
    """One row of a list: what it says, and how things stood before it and stand after it."""

    __tablename__ = "roster_rows"
    __table_args__ = (Index(None, "import_id", "kind", "id"),)
    personal: ClassVar[Personal] = Personal(
        "What a list said of you that an organizer brought in", Erasure.DELETE
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("roster_imports.id", ondelete="CASCADE"))
    number: Mapped[int]
    line: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    problem: Mapped[str] = mapped_column(String(300), default="")
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_let_in: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    is_new_person: Mapped[bool] = mapped_column(default=False)
    left: Mapped[str] = mapped_column(String(200), default="")
