"""Which of their pages presenters have opened, and who steps in for them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class PageOpening(Base):
    """Somebody who presents or chairs has opened a page that they need; `page` is one of portal.readiness.rules.Page."""

    __tablename__ = "page_openings"
    personal: ClassVar[Personal] = Personal(
        "When you first opened the live page, your poster's room and the page of your own slots",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    page: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime]


class StandIn(Base):
    """Who presents if the presenter cannot, in words; `kind` and `about_id` say which talk or poster it is about."""

    __tablename__ = "stand_ins"
    personal: ClassVar[Personal] = Personal(
        "Who steps in at a talk or a poster, as you wrote it down", Erasure.FORGET, named=("by_name",)
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
