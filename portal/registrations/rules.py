"""How a registration moves from state to state, and what a list of registrations must hold."""

from dataclasses import dataclass
from enum import StrEnum, auto

from portal.errors import Conflict


class State(StrEnum):
    """Where a registration stands."""

    REQUESTED = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


MOVES = {
    State.REQUESTED: {State.ACCEPTED, State.DECLINED, State.WITHDRAWN},
    State.ACCEPTED: {State.DECLINED, State.WITHDRAWN},
    State.DECLINED: {State.ACCEPTED},
    State.WITHDRAWN: {State.REQUESTED, State.ACCEPTED, State.DECLINED},
}
"""From a state, the states that it may move to; standing still is always allowed."""


@dataclass(frozen=True)
class Attendee:
    """A person as an organizer writes one down: by hand, or as a row of a list."""

    name: str
    email: str
    affiliation: str = ""
    roles: tuple[str, ...] = ("attendee",)
    state: State = State.ACCEPTED


def move(current: State, wanted: State) -> State:
    """The new state; raises Conflict where the step makes no sense."""
    if wanted != current and wanted not in MOVES[current]:
        raise Conflict(f"A registration that is {current} cannot become {wanted}.")
    return wanted


def first_state(registration: str) -> State:
    """Where a new registration starts, by the workshop's way of registering; raises Conflict when it is closed."""
    match registration:
        case "open":
            return State.ACCEPTED
        case "approval":
            return State.REQUESTED
        case _:
            raise Conflict("Registration for this workshop is closed; its organizers can still add you.")
