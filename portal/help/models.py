"""Who asked for help, and how far it is done."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class HelpRequest(Base):
    """One person's thread with the helpers of a workshop.

    Up to the message `done_seq` all is done; what the person writes after it opens the request again.
    """

    __tablename__ = "help_requests"
    __table_args__ = (Index(None, "workshop_id", "asker_id", unique=True),)

    personal: ClassVar[Personal] = Personal(
        "What you asked at the help desk",
        Erasure.DELETE,
    )

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    done_seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
