"""Boards of polls, the polls on them, and the votes."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.store.base import Base, Document
from portal.store.personal import Erasure, Personal


class PollBoard(Base):
    """The polls of a session or of a workshop; `head` is the number of its newest change."""

    __tablename__ = "poll_boards"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(12), unique=True)
    head: Mapped[int] = mapped_column(default=0)


class Poll(Base):
    """One poll. `tally` grows with each change of its votes, so that who tells the results knows when to count again."""

    __tablename__ = "polls"
    __table_args__ = (Index(None, "board_id", "author_id", "client_id", unique=True),)

    personal: ClassVar[Personal] = Personal(
        "Polls that you made",
        Erasure.FORGET,
        hidden=("client_id",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("poll_boards.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    client_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(12))
    options: Mapped[list[str]] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(12))
    voters: Mapped[int] = mapped_column(default=0)
    tally: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    board: Mapped[PollBoard] = relationship()

    @property
    def session_id(self) -> int | None:
        """Where it is put; None for a poll of the whole workshop."""
        return self.board.session_id


class PollVote(Base):
    """What one person said; the key is what makes it one vote.

    `number` counts the voters of a poll, so that a text can be shown or hidden without naming who wrote it.
    """

    __tablename__ = "poll_votes"

    personal: ClassVar[Personal] = Personal(
        "Your votes in polls",
        Erasure.DELETE,
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]
    choice: Mapped[dict[str, Any]] = mapped_column(Document)
    is_shown: Mapped[bool] = mapped_column(default=False)
