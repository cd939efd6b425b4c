"""The shape of what a room hears: an event is a past fact, an eviction ends what somebody was let into."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, TypedDict


class PersonSeen(TypedDict):
    """A person as others in a room see them."""

    id: int
    name: str
    role: str


class PeopleSeen(TypedDict):
    """How many people are in a room, and some of them, hosts first."""

    count: int
    sample: list[PersonSeen]


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact for everybody in `room`; it is published after the commit and only then.

    `name` is `<feature>.<what_happened>`; a lossy event may be dropped for a slow reader, because a later one
    replaces it.
    """

    name: ClassVar[str]
    is_lossy: ClassVar[bool] = False

    @property
    def room(self) -> str:
        """The room that hears it; room names are made by the server only."""
        raise NotImplementedError

    def wire(self) -> dict[str, Any]:
        """What goes to the browser; the fields of the dataclass unless a class says otherwise."""
        return dict(vars(self))


@dataclass(frozen=True)
class Eviction:
    """Ends the rights that open connections were given.

    A `sign_in_id` ends that one sign-in's connections; otherwise all connections of the person end, and their browser
    comes back with what it still may do. `workshop_id` says where the change was. A `room` ends that one room for
    everybody in it: they are told, and enter again if they still may. `id` is given by the store.
    """

    person_id: int | None = None
    workshop_id: int | None = None
    sign_in_id: int | None = None
    room: str | None = None
    id: int | None = field(default=None, compare=False)
