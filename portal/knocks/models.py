"""Knocks at posters."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.knocks.rules import State
from portal.store.base import Base
from portal.store.personal import Erasure, Personal

OPEN = text("state = 'waiting'")


class Knock(Base):
    """Somebody knocked at a poster; each has one open knock there at most.

    A question with words is a message of the poster's thread, with the number `seq`; `note` is what goes with the wish to
    talk. `mailed_at`: when the presenters were told by mail; `asker_mailed_at`: when the asker was told of the answer so.
    """

    __tablename__ = "knocks"
    __table_args__ = (
        Index(None, "poster_id", "state"),
        Index(
            "ix_knocks_one_open",
            "poster_id",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "state", "wish"),
    )

    personal: ClassVar[Personal] = Personal(
        "Your knocks at posters, and those that you answered",
        Erasure.DELETE,
        named=("person_name", "note", "answered_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    person_name: Mapped[str] = mapped_column(String(120))
    wish: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default=State.WAITING)
    reached: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int | None]
    later_name: Mapped[str] = mapped_column(String(120), default="")
    how: Mapped[str | None] = mapped_column(String(12))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    answered_name: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None]
    answer_seq: Mapped[int | None]
    mailed_at: Mapped[datetime | None]
    asker_mailed_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.state == State.WAITING

    @property
    def notice(self) -> int:
        """The number under which a notice of this knock stands: no message has one below 1."""
        return -self.id
