"""What those on the map hear: who came into view and who left it, who moved, and how many are where."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.maps.rules import map_room


class PersonThere(TypedDict):
    """Somebody on the map, with the place where they stand in decimetres."""

    id: int
    name: str
    role: str
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Appeared(Event):
    """Who came into the view of a sector and who left it: `people` with their names, `gone` by id.

    `sector` is its column and its row; in view are the sector and its neighbours.
    """

    name: ClassVar[str] = "maps.appeared"
    hall: int
    sector: list[int]
    people: list[PersonThere]
    gone: list[int]

    @property
    def room(self) -> str:
        """Everybody who looks from the sector."""
        return map_room(self.hall, (self.sector[0], self.sector[1]))


@dataclass(frozen=True, kw_only=True)
class Moved(Event):
    """Who moved within a tenth of a second, in view of a sector: `people` are [id, x, y].

    `number` counts what was told to the sector by this server process; who misses one may look again.
    """

    name: ClassVar[str] = "maps.moved"
    is_lossy: ClassVar[bool] = True
    hall: int
    sector: list[int]
    number: int
    people: list[list[int]]

    @property
    def room(self) -> str:
        """Everybody who looks from the sector."""
        return map_room(self.hall, (self.sector[0], self.sector[1]))


@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    """How many can be seen on the whole map, and how many stand in each area: by p and the poster, t and the table."""

    name: ClassVar[str] = "maps.counted"
    is_lossy: ClassVar[bool] = True
    hall: int
    count: int
    areas: dict[str, int]

    @property
    def room(self) -> str:
        """Everybody on the map."""
        return map_room(self.hall)


EVENTS = (Appeared, Moved, Counted)
