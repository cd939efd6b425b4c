"""Calls: the seats that are taken, who was sent out, and the meeting elsewhere that a thread may have."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class CallRoom(Base):
    """The call of one thread, from its first seat on; `head` counts its changes, `link` is a meeting elsewhere."""

    __tablename__ = "call_rooms"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    head: Mapped[int] = mapped_column(default=0)
    link: Mapped[str] = mapped_column(String(500), default="")


class CallSeat(Base):
    """Somebody's seat, held by the connection of one page, which says again and again that it is there.

    The ids are never used twice: each is also the name of a room, and says who came first.
    """

    __tablename__ = "call_seats"
    __table_args__ = (Index(None, "thread_id", "person_id", unique=True), {"sqlite_autoincrement": True})

    personal: ClassVar[Personal] = Personal(
        "The call in which you sit now",
        Erasure.DELETE,
        named=("person_name",),
        hidden=("client_id",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(String(40))
    person_name: Mapped[str] = mapped_column(String(120))
    person_role: Mapped[str] = mapped_column(String(20))
    is_host: Mapped[bool]
    is_listening: Mapped[bool]
    audio: Mapped[bool]
    video: Mapped[bool]
    screen: Mapped[bool]
    seen_at: Mapped[datetime]


class CallRemoval(Base):
    """Somebody was sent out of a call, and may come back at `until`."""

    __tablename__ = "call_removals"

    personal: ClassVar[Personal] = Personal(
        "Calls that you were sent out of",
        Erasure.DELETE,
    )

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    until: Mapped[datetime]


class DeviceCheck(Base):
    """How somebody's last test of camera and microphone ended; the browser as it calls itself.

    `has_way` is whether the test of the connection found one to others; None where nobody has tried.
    """

    __tablename__ = "device_checks"
    personal: ClassVar[Personal] = Personal(
        "How your test of camera and microphone ended, and with which browser", Erasure.DELETE
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
    has_camera: Mapped[bool]
    has_microphone: Mapped[bool]
    has_way: Mapped[bool | None]
    browser: Mapped[str] = mapped_column(String(80), default="")
