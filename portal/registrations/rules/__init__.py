"""How a registration moves from state to state, and what a list of people makes of it."""

from dataclasses import dataclass
from enum import StrEnum, auto

from portal.errors import Conflict


class Attendance(StrEnum):
    """How somebody takes part."""

    ONLINE = auto()
    ONSITE = auto()


class State(StrEnum):
    """Where a registration stands.

    An unconfirmed one was asked for by somebody who has not shown yet that the address is theirs; nobody else sees it.
    """

    UNCONFIRMED = auto()
    REQUESTED = auto()
    INVITED = auto()
    ACCEPTED = auto()
    WAITLISTED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()
    BANNED = auto()


LISTED = (
    State.REQUESTED,
    State.INVITED,
    State.ACCEPTED,
    State.WAITLISTED,
    State.DECLINED,
    State.WITHDRAWN,
    State.BANNED,
)
"""The states that an organizer sees, in the order in which they are shown."""

IN_WORDS = {
    State.UNCONFIRMED: "not confirmed",
    State.REQUESTED: "waiting",
    State.INVITED: "invited",
    State.ACCEPTED: "accepted",
    State.WAITLISTED: "waiting list",
    State.DECLINED: "declined",
    State.WITHDRAWN: "withdrawn",
    State.BANNED: "banned",
}
"""The states as people read them."""

_DECIDED = {State.ACCEPTED, State.WAITLISTED, State.DECLINED, State.WITHDRAWN, State.BANNED}

MOVES = {
    State.UNCONFIRMED: {State.REQUESTED, State.INVITED, *_DECIDED} - {State.WITHDRAWN},
    State.REQUESTED: {State.INVITED, *_DECIDED},
    State.INVITED: {State.INVITED, State.REQUESTED, *_DECIDED},
    State.ACCEPTED: {State.WAITLISTED, State.DECLINED, State.WITHDRAWN, State.BANNED},
    State.WAITLISTED: _DECIDED - {State.WAITLISTED},
    State.DECLINED: {State.INVITED, State.ACCEPTED, State.WAITLISTED, State.BANNED},
    State.WITHDRAWN: {State.REQUESTED, State.INVITED, *_DECIDED} - {State.WITHDRAWN},
    State.BANNED: set[State](),
}
"""From a state, the states that it may move to; standing still is always allowed.

A ban ends by its undo alone (`state_after_undo`), never by a list or by the person.
"""

BEGINNINGS = frozenset({State.UNCONFIRMED, State.INVITED, State.WITHDRAWN})
"""The states from which somebody may ask again."""


@dataclass(frozen=True)
class Attendee:
    """A person as an organizer writes one down: by hand, or as a row of a list.

    Without roles or without a state, those that the person has already stay.
    """

    name: str
    email: str
    affiliation: str = ""
    roles: tuple[str, ...] = ("attendee",)
    state: State | None = State.ACCEPTED
    note: str = ""


@dataclass(frozen=True)
class Place:
    """A state and roles: what a registration comes down to."""

    state: State
    roles: tuple[str, ...]


def move(current: State, wanted: State) -> State:
    """The new state; raises Conflict where the step makes no sense."""
    if wanted != current and wanted not in MOVES[current]:
        raise Conflict(f"A registration that is {IN_WORDS[current]} cannot become {IN_WORDS[wanted]}.")
    return wanted


def state_after_undo(before: str) -> State:
    """Where a registration goes back to; raises Conflict when nothing was decided that can be taken back."""
    if not before:
        raise Conflict("There is nothing to take back.")
    return State(before)


def place_of(attendee: Attendee, present: Place | None) -> Place:
    """What a list makes of somebody; a step that makes no sense is not taken, so that an old list undoes nothing."""
    if present is None:
        return Place(attendee.state or State.ACCEPTED, attendee.roles or ("attendee",))
    is_waiting = present.state in {State.UNCONFIRMED, State.REQUESTED}
    wanted = attendee.state or (State.ACCEPTED if is_waiting else present.state)
    is_a_step = wanted == present.state or wanted in MOVES[present.state]
    return Place(wanted if is_a_step else present.state, attendee.roles or present.roles)


def keep_an_organizer(before: int, after: int) -> None:
    """Raises Conflict when a workshop that had an organizer would have none."""
    if before and not after:
        raise Conflict("A workshop needs an organizer. Make somebody else one first.")
