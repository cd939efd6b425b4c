"""Who looked at which poster: what counts as a visit, and what a presenter is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

ONE_VISIT = timedelta(minutes=10)
"""Who comes back sooner is still on the same visit."""

WALK = timedelta(minutes=60)
"""What somebody saw so lately stays in the list along which they walk, though it was of posters not seen yet."""

SPELL = timedelta(minutes=30)
"""The fair order knows the visits up to the last half hour, so that it stays while somebody walks along it."""


class Took(StrEnum):
    """What somebody takes along from a poster."""

    POSTER = "poster"
    SLIDES = "slides"
    CLIP = "clip"
    LINK = "link"


@dataclass(frozen=True)
class Visits:
    """How many people were at a poster, and when somebody last came."""

    people: int
    last_at: datetime | None


NO_VISITS = Visits(0, None)


@dataclass(frozen=True)
class Mine:
    """What one visitor has seen, and when first, and what they have starred."""

    person_id: int = 0
    first_seen: Mapping[int, datetime] = field(default_factory=dict)
    starred: frozenset[int] = frozenset()

    @property
    def seen(self) -> frozenset[int]:
        return frozenset(self.first_seen)

    def until(self, at: datetime) -> "Mine":
        """The same, as if what was seen first after this moment were not seen yet."""
        earlier = {poster_id: first_at for poster_id, first_at in self.first_seen.items() if first_at < at}
        return Mine(self.person_id, earlier, self.starred)


NOTHING_YET = Mine()


@dataclass(frozen=True)
class Figures:
    """What a presenter is told of the visitors, for nobody else.

    `came` says when each of them came first, `taken` how many took what, `names` only those who chose to be seen.
    """

    people: int
    visits: int
    last_at: datetime | None
    stars: int
    came: tuple[datetime, ...]
    taken: tuple[tuple[str, int], ...]
    names: tuple[str, ...]


def spell_of(at: datetime) -> datetime:
    """The half hour in which this moment lies, by its beginning."""
    return at - timedelta(
        minutes=at.minute % (SPELL.seconds // 60), seconds=at.second, microseconds=at.microsecond
    )


def bucket_of(people: int) -> int:
    """Posters with about as many visitors are in one bucket: 0, 1, 2 and 3, 4 to 7, and so on."""
    return people.bit_length()
