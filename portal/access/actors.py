"""Who is asking, what a registration makes of them, and things that stand for more than one row."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from portal.errors import NotSignedIn


class Role(StrEnum):
    """What a registration makes of a person, within one workshop."""

    ATTENDEE = auto()
    PRESENTER = auto()
    CHAIR = auto()
    MODERATOR = auto()
    VOLUNTEER = auto()
    ORGANIZER = auto()


@dataclass(frozen=True)
class Hall:
    """The stage in front of which a guest sits, and the sessions that take place on it."""

    stage_id: int
    session_ids: frozenset[int]


@dataclass(frozen=True)
class Actor:
    """Who is asking, as read from the store for this one request or event.

    `roles` and `is_accepted` belong to the workshop with `workshop_id`; outside a workshop there are none. A guest came
    in by the code of a `hall`, has no account and may do nothing elsewhere. Who is held back organizes or operates, but
    not before there is a second factor.
    """

    person_id: int | None = None
    name: str = ""
    sign_in_id: int | None = None
    is_operator: bool = False
    organizes_any: bool = False
    workshop_id: int | None = None
    is_accepted: bool = False
    is_silenced: bool = False
    silenced_until: datetime | None = None
    silence_reason: str = ""
    roles: frozenset[Role] = frozenset()
    hall: Hall | None = None
    is_held_back: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def known_id(self) -> int:
        """The person's id, where a person is needed at all.

        Raises NotSignedIn for a visitor.
        """
        if self.person_id is None:
            raise NotSignedIn
        return self.person_id


VISITOR = Actor()


@dataclass(frozen=True)
class PageAccess:
    """One of a workshop's pages, which its organizer opens to everybody or keeps for registered people."""

    workshop_id: int
    is_public: bool


@dataclass(frozen=True)
class AnyStage:
    """A stage of the workshop, whichever it is."""

    workshop_id: int
    audience: str = "stage"


def title_of(roles: frozenset[Role]) -> Role:
    """The one role that is shown beside a name where several are held."""
    for role in (Role.ORGANIZER, Role.CHAIR, Role.PRESENTER, Role.MODERATOR, Role.VOLUNTEER):
        if role in roles:
            return role
    return Role.ATTENDEE
