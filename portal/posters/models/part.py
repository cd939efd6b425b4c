"""What hangs at a poster beside the poster itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.files.models import StoredFile
from portal.store.base import Base


class PosterPart(Base):
    """The slides or the clip of a poster; `replaced_at` is None for the first file that was sent."""

    __tablename__ = "poster_parts"

    poster_id: Mapped[int] = mapped_column(
        ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    part: Mapped[str] = mapped_column(String(10), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    replaced_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
