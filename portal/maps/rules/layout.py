"""Where everything stands: the same boards and tables always make the same floor, so no place is stored.

Lengths are decimetres. Boards hang in blocks of their topic, with aisles around each block; tables stand below them,
behind the aisle with the entrance.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

GRID = 10
"""Areas begin and end on this grid, so that the area of a place is one look into a table."""
BOARD_WIDTH, BOARD_HEIGHT = 30, 40
TABLE_SIZE = 50
AISLE = 40
COLUMNS = 5
MOST_IN_BLOCK = 20
FEWEST_OF_TOPIC = 3
"""A topic with fewer boards has no block of its own: its boards hang with those of other small topics."""
LEAST_WIDTH = 320
OTHER = "Other topics"


@dataclass(frozen=True)
class Spot:
    """A board or a table before it has a place. `key` is p12 for poster 12, t5 for table 5; `topic` groups boards."""

    key: str
    id: int
    thread_id: int
    title: str
    label: str = ""
    topic: str = ""
    file_id: int | None = None
    presenter_ids: frozenset[int] = frozenset()
    seats: int = 0


@dataclass(frozen=True)
class Area:
    """A place at which one can stand, with its thread: the left upper corner and the size of its ground."""

    spot: Spot
    x: int
    y: int
    width: int
    height: int

    @property
    def is_table(self) -> bool:
        return self.spot.key.startswith("t")

    def stand(self, number: int) -> tuple[int, int]:
        """A place to stand in it; different numbers stand apart, in front of a board and around a table."""
        if self.is_table:
            turn = 2 * math.pi * (number * 5 % 12) / 12
            return (
                round(self.x + self.width / 2 + 18 * math.cos(turn)),
                round(self.y + self.height / 2 + 18 * math.sin(turn)),
            )
        return self.x + 6 + number * 7 % 19, self.y + 27 + number * 3 % 9


@dataclass(frozen=True)
class Block:
    """Ground with a name: the boards of a topic, or the lounge."""

    title: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Plan:
    """The whole floor."""

    width: int
    height: int
    start: tuple[int, int]
    areas: tuple[Area, ...] = ()
    blocks: tuple[Block, ...] = ()
    lounge: Block | None = None

    @cached_property
    def _squares(self) -> dict[tuple[int, int], str]:
        return {
            (column, row): area.spot.key
            for area in self.areas
            for column in range(area.x // GRID, (area.x + area.width) // GRID)
            for row in range(area.y // GRID, (area.y + area.height) // GRID)
        }

    @cached_property
    def by_key(self) -> dict[str, Area]:
        return {area.spot.key: area for area in self.areas}

    def beside(self, x: int, y: int) -> tuple[int, int]:
        """A place beside somebody who stands here, at the same board or table where there is one."""
        places = [(x + right, y + down) for right, down in ((8, 6), (-8, 6), (8, -6), (-8, -6))]
        here = self.area_at(x, y)
        return next((place for place in places if self.area_at(*place) == here), (x, y))

    def area_at(self, x: int, y: int) -> str:
        """The key of the area in which this place is; none for an aisle."""
        return self._squares.get((x // GRID, y // GRID), "")


def layout(boards: Sequence[Spot], tables: Sequence[Spot]) -> Plan:
    """The floor for these boards, in their order, and these tables."""
    blocks = _blocks(boards)
    across = max(1, math.ceil(math.sqrt(len(blocks) * 1.2)))
    areas: list[Area] = []
    grounds: list[Block] = []
    y = AISLE
    width = LEAST_WIDTH
    for first in range(0, len(blocks), across):
        shelf, x = blocks[first : first + across], AISLE
        for topic, spots in shelf:
            columns, rows = min(COLUMNS, len(spots)), math.ceil(len(spots) / COLUMNS)
            grounds.append(Block(topic, x, y, columns * BOARD_WIDTH, rows * BOARD_HEIGHT))
            areas += _in_rows(spots, COLUMNS, (x, y), (BOARD_WIDTH, BOARD_HEIGHT))
            x += columns * BOARD_WIDTH + AISLE
        width = max(width, x)
        y += math.ceil(max(len(spots) for _, spots in shelf) / COLUMNS) * BOARD_HEIGHT + AISLE
    start = (AISLE // 2 + GRID // 2, y)
    y += AISLE // 2
    lounge = None
    if tables:
        in_row = (width - 2 * AISLE) // TABLE_SIZE
        rows = math.ceil(len(tables) / in_row)
        lounge = Block("Lounge", AISLE, y + AISLE // 2, in_row * TABLE_SIZE, rows * TABLE_SIZE)
        areas += _in_rows(tables, in_row, (lounge.x, lounge.y), (TABLE_SIZE, TABLE_SIZE))
        y = lounge.y + lounge.height + AISLE
    return Plan(width, y, start, tuple(areas), tuple(grounds), lounge)


def _blocks(boards: Iterable[Spot]) -> list[tuple[str, list[Spot]]]:
    """Boards by topic, the topics in the order in which they come, at most MOST_IN_BLOCK boards together."""
    topics: dict[str, list[Spot]] = {}
    names: dict[str, str] = {}
    for spot in boards:
        topics.setdefault(spot.topic.casefold(), []).append(spot)
        names.setdefault(spot.topic.casefold(), spot.topic)
    large = {key: spots for key, spots in topics.items() if key and len(spots) >= FEWEST_OF_TOPIC}
    rest = [spot for key, spots in topics.items() if key not in large for spot in spots]
    named = [(names[key], spots) for key, spots in large.items()]
    named += [(OTHER if large else "", rest)] if rest else []
    return [
        (name, spots[first : first + MOST_IN_BLOCK])
        for name, spots in named
        for first in range(0, len(spots), MOST_IN_BLOCK)
    ]


def _in_rows(
    spots: Sequence[Spot], columns: int, corner: tuple[int, int], size: tuple[int, int]
) -> list[Area]:
    (x, y), (width, height) = corner, size
    return [
        Area(spot, x + number % columns * width, y + number // columns * height, width, height)
        for number, spot in enumerate(spots)
    ]
