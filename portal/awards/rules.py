"""When a vote counts, and who has won."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.errors import Conflict, Invalid

BEST_POSTER = "Best poster"
"""What a winner is called, on its card and in its room."""


class State(StrEnum):
    """Where the vote is; it may be opened again, and what was voted before stays."""

    NOT_YET = "not-yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Place:
    """A poster with its votes; those with as many share a rank."""

    poster_id: int
    votes: int
    rank: int


def check_vote(state: str, *, has_seen: bool, is_own: bool) -> None:
    """Raises Conflict, with the reason, for a vote that cannot count."""
    if state != State.OPEN:
        raise Conflict("The vote is closed." if state == State.CLOSED else "The vote is not open yet.")
    if is_own:
        raise Conflict("Nobody votes for their own poster. Choose another one.")
    if not has_seen:
        raise Conflict("Visit this poster first; then you can vote for it.")


def check_turn(state: str, wanted: str) -> None:
    """Raises Invalid for what a vote cannot become."""
    if wanted not in {State.OPEN, State.CLOSED} or (state == State.NOT_YET and wanted == State.CLOSED):
        raise Invalid("The vote can be opened, and closed while it is open.")


def ranked(votes: Mapping[int, int]) -> tuple[Place, ...]:
    """The posters that have votes, the most first; a tie is a tie."""
    ordered = sorted(votes.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        Place(poster_id, count, 1 + sum(other > count for other in votes.values()))
        for poster_id, count in ordered
        if count
    )


def winners(places: Collection[Place]) -> frozenset[int]:
    """All who have the most votes; nobody where nobody voted."""
    return frozenset(place.poster_id for place in places if place.rank == 1)


def vote_room(workshop_id: int) -> str:
    """Everybody who looks at the page of the vote."""
    return f"awards:{workshop_id}"


def workshop_in(room: str) -> int | None:
    kind, _, number = room.partition(":")
    return int(number) if kind == "awards" else None
