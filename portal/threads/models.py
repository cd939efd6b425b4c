"""A thread, the messages in it, and the people who host it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, Document
from portal.store.personal import Erasure, Personal
from portal.threads.rules import EVERYBODY


class Thread(Base):
    """A numbered log of messages in one workshop; `head` is the number of the newest one, 0 for none.

    `audience` says who may be in it: everybody who was let into the workshop; backstage alone; help, which is the
    person with `asker_id` and the helpers; members, which are the people with `member_ids` and those who keep order; or
    direct, which are the two with `member_ids` and nobody else. In a locked one only those write who keep order.
    `removals`: who may not be in it for a time, the person's id as text → {until, why}.
    """

    __tablename__ = "threads"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    head: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    audience: Mapped[str] = mapped_column(String(12), default=EVERYBODY, server_default=EVERYBODY)
    asker_id: Mapped[int | None]
    member_ids: Mapped[list[int] | None] = mapped_column(Document)
    is_locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    removals: Mapped[dict[str, Any] | None]


CHANGES = text("target IS NOT NULL")
"""Few entries are changes; an index of these alone costs a new message nothing."""


class Message(Base):
    """One entry; `client_id` is the sender's own id, unique per author and thread, so that a retry is no second message.

    An edit, a deletion, a reaction or a hiding is an entry too, with the number of its message in `target`. The message
    itself has the newest text; of a deleted one nothing is left, here or in its edits. A hidden one is kept here and in its
    edits, and shown to nobody but those who keep order. `mentions`: whom its text names, as id and name.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index(None, "thread_id", "author_id", "client_id", unique=True),
        Index(None, "thread_id", "target", sqlite_where=CHANGES, postgresql_where=CHANGES),
    )

    personal: ClassVar[Personal] = Personal(
        "What you wrote in chats",
        Erasure.FORGET,
        named=("author_name", "text"),
        hidden=("client_id",),
    )

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    client_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20), default="message")
    author_name: Mapped[str] = mapped_column(String(120))
    author_role: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]
    target: Mapped[int | None]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    mentions: Mapped[list[dict[str, Any]] | None]


class Host(Base):
    """A person with a part of their own in one thread: a presenter at a poster, a chair on a stage."""

    __tablename__ = "thread_hosts"

    personal: ClassVar[Personal] = Personal(
        "Chats in which you have a part of your own",
        Erasure.DELETE,
    )

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))


class Reaction(Base):
    """One person's reaction to one message, as it is now; `name` is one of portal.threads.rules.REACTIONS."""

    __tablename__ = "message_reactions"

    personal: ClassVar[Personal] = Personal(
        "Your reactions to messages",
        Erasure.DELETE,
    )

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
