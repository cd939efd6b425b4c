"""The one thing in a notebook that is nowhere else."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class NotebookNote(Base):
    """What somebody wrote down for themselves."""

    __tablename__ = "notebook_notes"
    personal: ClassVar[Personal] = Personal("Your private note in your notebook", Erasure.DELETE)

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
