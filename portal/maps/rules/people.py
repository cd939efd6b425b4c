"""Who is where on the map, and which rooms hear of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from portal.posters.rules import plain

MOST_FOUND = 30


@dataclass(frozen=True)
class Place:
    """A workshop as permissions see it."""

    workshop_id: int


class Named(Protocol):
    """Somebody with a name."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


Somebody = TypeVar("Somebody", bound=Named)


def map_room(hall: int, sector: tuple[int, int] | None = None) -> str:
    """Everybody on the map, or those who look from one of its sectors."""
    return f"map:{hall}" if sector is None else f"map:{hall}:{sector[0]}:{sector[1]}"


def share_of(keys: Iterable[str]) -> dict[str, int]:
    """How many stand in each area; an aisle is none."""
    return dict(Counter(key for key in keys if key))


def found_among(people: Sequence[Somebody], words: str) -> list[Somebody]:
    """Those whose name has each of the words, by name; without words nobody."""
    wanted = plain(words).split()
    found = [one for one in people if wanted and all(word in plain(one.name) for word in wanted)]
    return sorted(found, key=lambda one: (plain(one.name), one.id))[:MOST_FOUND]
