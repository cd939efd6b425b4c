"""Where somebody points, what they look at, and who may show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

Part = Literal["pointer", "view"]


class Seated(Protocol):
    """Somebody in a room."""

    @property
    def id(self) -> int: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True)
class Room:
    """The room of a poster as permissions see it: only presenters who are in it count."""

    workshop_id: int
    presenter_ids: frozenset[int]


@dataclass(frozen=True)
class Spot:
    """A place on a page; x and y go from 0 to 1, from the top left corner."""

    thread_id: int
    page: int
    x: float
    y: float


@dataclass(frozen=True)
class View:
    """The visible part of a page: its centre and its size, as parts of the page, so that it fits any screen."""

    thread_id: int
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class End:
    """No more of it is shown: of the pointer, or of the view."""

    thread_id: int
    part: Part


def presenters_among(seats: Iterable[Seated]) -> frozenset[int]:
    """Who of the people in a room presents there; elsewhere a presenter is a visitor like others."""
    return frozenset(seat.id for seat in seats if seat.role == "presenter")


def exact(part: float) -> float:
    """A part of a page, exact to a tenth of a millimetre of the largest poster, and short on the wire."""
    return round(part, 4)
