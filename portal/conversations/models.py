"""Who was told by mail that others wrote."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Personal


class AwayMail(Base):
    """The last mail to somebody who was away; it told of all notices up to `notice_id`."""

    __tablename__ = "away_mails"
    personal: ClassVar[Personal] = Personal(
        "When you were last told by mail that somebody wrote to you", hidden=("notice_id",)
    )

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    notice_id: Mapped[int]
    at: Mapped[datetime]
