"""A floor in squares: who is in which, which are in view from it, and how far somebody can have walked meanwhile."""

import math

SIZE = 100
"""The side of a sector."""
SPEED = 40.0
"""How far somebody walks in a second, at most."""
SLACK = 12.0
"""What the network may gather: steps come in bursts, and nobody is held back for that."""
LONGEST_SECONDS = 1.0
"""Who has stood still for a minute has not saved up a minute's walk."""

Sector = tuple[int, int]


def sector_of(x: int, y: int) -> Sector:
    return x // SIZE, y // SIZE


def around(sector: Sector) -> frozenset[Sector]:
    """The sectors in view from one: itself and its neighbours. Who sees whom is the same both ways."""
    column, row = sector
    return frozenset((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))


def step(at: tuple[int, int], to: tuple[int, int], seconds: float) -> tuple[int, int]:
    """Where somebody is who was `at` a place so long ago and says to be somewhere else: no farther than one can walk."""
    right, down = to[0] - at[0], to[1] - at[1]
    far = math.hypot(right, down)
    reach = SPEED * min(seconds, LONGEST_SECONDS) + SLACK
    if far <= reach:
        return to
    return round(at[0] + right * reach / far), round(at[1] + down * reach / far)


def within(width: int, height: int, x: int, y: int) -> tuple[int, int]:
    """The nearest place on the floor."""
    return min(max(x, 0), width - 1), min(max(y, 0), height - 1)
