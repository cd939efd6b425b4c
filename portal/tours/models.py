"""Who waits for a tour, the tours with their stops, and who walks in which."""

from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.posters.models import Poster
from portal.store.base import Base
from portal.store.personal import Erasure, Personal
from portal.tours.rules import PITCH, QUESTIONS, Times


class TourDesk(Base):
    """One for each workshop. Whoever forms or changes a group takes the next number first, so that others wait."""

    __tablename__ = "tour_desks"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision: Mapped[int] = mapped_column(default=0)


class TourWait(Base):
    """Somebody waits to be taken round; `topics` in their own words."""

    __tablename__ = "tour_waits"

    personal: ClassVar[Personal] = Personal(
        "That you wait for a tour",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]
    topics: Mapped[list[str]] = mapped_column(default=list)


class Tour(Base):
    """A group on its way. `starts_at` is when it is at its first stop; what follows is reckoned from there.

    `topics`: what they have in common. `goes_alone`: who was left alone wants it so. `closed_at`: everybody has left.
    """

    __tablename__ = "tours"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    topics: Mapped[list[str]] = mapped_column(default=list)
    goes_alone: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    stops: Mapped[list["TourStop"]] = relationship(order_by="TourStop.position", lazy="selectin")


class TourStop(Base):
    """A board on the way. `told_at` is when its presenters were told."""

    __tablename__ = "tour_stops"
    __table_args__ = (Index(None, "tour_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"))
    poster_id: Mapped[int] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    pitch_seconds: Mapped[float] = mapped_column(default=PITCH.total_seconds())
    question_seconds: Mapped[float] = mapped_column(default=QUESTIONS.total_seconds())
    extensions: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]
    poster: Mapped[Poster] = relationship(lazy="selectin")

    @property
    def times(self) -> Times:
        return Times(
            timedelta(seconds=self.pitch_seconds), timedelta(seconds=self.question_seconds), self.extensions
        )


class TourMember(Base):
    """The tour in which somebody walks, or walked last: one in each workshop, so nobody is in two groups.

    `is_led`: their page goes along by itself.
    """

    __tablename__ = "tour_members"

    personal: ClassVar[Personal] = Personal(
        "The tour in which you walk, or walked last",
        Erasure.DELETE,
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    is_led: Mapped[bool] = mapped_column(default=False)


class TourSkip(Base):
    """Somebody would like to go on to the next stop."""

    __tablename__ = "tour_skips"

    personal: ClassVar[Personal] = Personal(
        "Stops of a tour that you wanted to leave",
        Erasure.DELETE,
    )

    stop_id: Mapped[int] = mapped_column(ForeignKey("tour_stops.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
