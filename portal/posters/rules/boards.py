"""Who is in front of which poster."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypedDict

from portal.posters.rules.standings import AWAY, Standing, State, StateSeen, state_at

FACES = 5
"""So many people are named on a card; the others are a number."""


class Seated(Protocol):
    """Somebody in a room."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


class Face(TypedDict):
    """Somebody in front of a poster, as the hall shows them."""

    id: int
    name: str
    role: str


class BoardSeen(TypedDict):
    """How many people are in front of one poster, and some of them, its presenters first; and where those are."""

    count: int
    people: list[Face]
    is_presenter_here: bool
    state: StateSeen


@dataclass(frozen=True)
class Stand:
    """A poster's room: its thread, its workshop, who presents there, and what they said of where they are."""

    thread_id: int
    workshop_id: int
    presenter_ids: frozenset[int]
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class Board:
    """Who is in front of one poster."""

    count: int = 0
    people: tuple[Face, ...] = ()
    is_presenter_here: bool = False
    state: State = AWAY

    def wire(self) -> BoardSeen:
        return {
            "count": self.count,
            "people": list(self.people),
            "is_presenter_here": self.is_presenter_here,
            "state": self.state.wire(),
        }


NOBODY = Board()


def hall_room(workshop_id: int) -> str:
    """The room of those who look at a workshop's hall."""
    return f"hall:{workshop_id}"


def board_of(
    seats: Sequence[Seated],
    presenter_ids: Collection[int],
    shown_ids: Collection[int] = (),
    *,
    at: datetime,
    standings: Iterable[Standing] = (),
) -> Board:
    """Who is in front of a poster, its presenters first; elsewhere a presenter is a visitor like others.

    Faces are those of its presenters and of `shown_ids`, who chose to be seen; others are a number.
    """
    open_ids = {*presenter_ids, *(seat.id for seat in seats if seat.id in shown_ids)}
    first = sorted((s for s in seats if s.id in open_ids), key=lambda seat: seat.id not in presenter_ids)
    people = tuple(
        Face(id=seat.id, name=seat.name, role=_role(seat, presenter_ids)) for seat in first[:FACES]
    )
    hosts = {seat.id for seat in seats if seat.id in presenter_ids}
    return Board(len(seats), people, bool(hosts), state_at(presenter_ids, hosts, standings, at))


def _role(seat: Seated, presenter_ids: Collection[int]) -> str:
    if seat.id in presenter_ids:
        return "presenter"
    return "attendee" if seat.role == "presenter" else seat.role
