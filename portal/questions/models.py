"""Boards, the questions on them, who is for which, and who answers in writing."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class QuestionBoard(Base):
    """The questions of one talk, or of a session as a whole; made when it is first needed.

    `head` is the number of its newest change. `address` is the short name by which pages and commands call it.
    """

    __tablename__ = "question_boards"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(12), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), index=True)
    head: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    allows_anonymous: Mapped[bool] = mapped_column(default=True)
    is_moderated: Mapped[bool] = mapped_column(default=False)


class Question(Base):
    """One question. `state` is one of portal.questions.rules.State; `client_id` is the asker's own id of it.

    The name of an anonymous one is kept here and shown to nobody. `handed_thread_id` and `handed_seq` say where a
    poster's thread has it.
    """

    __tablename__ = "questions"
    __table_args__ = (Index(None, "board_id", "author_id", "client_id", unique=True),)

    personal: ClassVar[Personal] = Personal(
        "Questions that you asked",
        Erasure.FORGET,
        named=("author_name",),
        hidden=("client_id",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("question_boards.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    client_id: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    is_pinned: Mapped[bool] = mapped_column(default=False)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(120), default="")
    votes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_seq: Mapped[int] = mapped_column(default=0)
    handed_thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="SET NULL"))
    handed_seq: Mapped[int | None]


class QuestionVote(Base):
    """One person is for one question; the row is what makes it once."""

    __tablename__ = "question_votes"

    personal: ClassVar[Personal] = Personal(
        "Questions that you are for",
        Erasure.DELETE,
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


class QuestionSpeaker(Base):
    """Who gave the talk and answers in writing; named by the chair, since a name on the programme is no account."""

    __tablename__ = "question_speakers"

    personal: ClassVar[Personal] = Personal(
        "Talks whose questions you answer",
        Erasure.DELETE,
    )

    board_id: Mapped[int] = mapped_column(
        ForeignKey("question_boards.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
