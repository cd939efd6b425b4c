"""What the last import of a workshop knew, so that the next one can tell what people have changed since."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base


class ImportRecord(Base):
    """The last import of one workshop: every row that its pages had, as plain values by kind of thing."""

    __tablename__ = "import_records"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    applied_at: Mapped[datetime]
    snapshot: Mapped[dict[str, Any]]
