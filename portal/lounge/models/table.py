"""The lounge of a workshop, its tables and who sits there."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Lounge(Base):
    """One for each workshop: the number of its newest change.

    Whoever changes anything in the lounge takes the next number first. The row is locked until they are done, so that two
    people never take one seat and two workers never pair one person twice.
    """

    __tablename__ = "lounges"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision: Mapped[int] = mapped_column(default=0)


class LoungeTable(Base):
    """A table with so many seats; one without an owner was set up by the organizers and stays when it is empty.

    `revision` is the number of its newest change. `empty_since` is set while nobody sits there.
    """

    __tablename__ = "lounge_tables"
    __table_args__ = (Index(None, "workshop_id", "is_open", "position"),)

    personal: ClassVar[Personal] = Personal(
        "Tables that you opened in the lounge",
        Erasure.FORGET,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    topic_tags: Mapped[list[str]] = mapped_column(default=list)
    seats: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    is_locked: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    empty_since: Mapped[datetime | None]


class LoungeSeat(Base):
    """Who sits where: a person at one table of a workshop at most, and on a chair one person.

    `seen_at` is when a page of theirs was last known to be open. `is_live` says that one was: a browser without scripts
    has no connection that could be missed, so its person is waited for longer.
    """

    __tablename__ = "lounge_seats"
    __table_args__ = (Index(None, "table_id", "number", unique=True),)

    personal: ClassVar[Personal] = Personal(
        "The table at which you sit now",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("lounge_tables.id", ondelete="CASCADE"))
    number: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    seen_at: Mapped[datetime]
    is_live: Mapped[bool] = mapped_column(default=False)
