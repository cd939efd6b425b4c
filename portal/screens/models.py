"""The secret link of a hall's screen, the code of the hall, and who came in by it without an account."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.screens.rules import Place
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class ScreenLink(Base):
    """An address at which the machine in the hall reads the screen of a stage; only the hash of its token is here."""

    __tablename__ = "screen_links"

    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


class HallCode(Base):
    """The short code of a stage. It is no secret: it stands on the wall, and is replaced when it has got about."""

    __tablename__ = "hall_codes"

    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    lets_guests_in: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    @property
    def place(self) -> Place:
        return Place(self.workshop_id, self.stage_id)


class HallGuest(Base):
    """A browser that came in by the code. Its person has no address and can never sign in."""

    __tablename__ = "hall_guests"

    personal: ClassVar[Personal] = Personal(
        "The browser with which you came into a hall",
        Erasure.DELETE,
        hidden=("token_hash",),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"), index=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
