"""A person as another one of the workshop sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.profiles.rules.finding import Spot


@dataclass(frozen=True)
class Circle:
    """Whom somebody has to do with: who made themselves known to them, and who of them are contacts."""

    known: frozenset[int] = frozenset()
    contacts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Glance:
    """A person as permissions see them from where one stands."""

    workshop_id: int
    person_id: int
    is_listed: bool
    is_known: bool
    is_blocked: bool

    @property
    def is_in_sight(self) -> bool:
        """Whether the other may see them at all."""
        return (self.is_listed or self.is_known) and not self.is_blocked


@dataclass(frozen=True)
class Shown:
    """What others see of a person: what they do not show is empty here already."""

    id: int
    name: str
    role: str
    is_listed: bool = True
    affiliation: str = ""
    line: str = ""
    pronouns: str = ""
    orcid: str = ""
    links: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    picture: str = ""
    shows_place: bool = False
    spot: Spot | None = None
    shared: Sequence[str] = ()
    is_contact: bool = False
    may_join: bool = False
