"""Which workshop is a rehearsal of which, and until when."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Rehearsal(Base):
    """A copy of the workshop with `source_id`, made so that `moment` of its day was the moment of `started_at`.

    It is wiped at `ends_at`, with everything that was done in it.
    """

    __tablename__ = "rehearsals"
    personal: ClassVar[Personal] = Personal("Rehearsals that you began", Erasure.FORGET, named=("by_name",))

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    source_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    moment: Mapped[datetime]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(String(120), default="")
