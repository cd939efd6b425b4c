"""Raised hands; what else is backstage is a row of the stage's feature."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.backstage.rules import HandState
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Hand(Base):
    """Somebody's hand on one stage, up or down; `version` is the number of its newest change."""

    __tablename__ = "raised_hands"
    __table_args__ = (Index(None, "stage_id", "person_id", unique=True),)

    personal: ClassVar[Personal] = Personal(
        "Hands that you raised",
        Erasure.DELETE,
        named=("person_name",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    person_name: Mapped[str] = mapped_column(String(120))
    person_role: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default=HandState.LOWERED)
    version: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime]
