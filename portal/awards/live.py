"""The commands of the page of the vote: hear when it is opened and closed."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.awards import forms, queries
from portal.awards.events import VoteMoved
from portal.awards.rules import State, vote_room, workshop_in
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.store.work import Work


class VoteEntered(TypedDict):
    """The number of the newest change of the vote, 0 before the first, and where it is."""

    head: int
    state: str


def enter(call: Call, workshop_id: int) -> VoteEntered:
    """Hear when the vote is opened and closed."""
    queries.workshop_to_vote_in(call.work, call.actor)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(vote_room(workshop_id))
    call.work.renew()
    found = queries.heads_of(call.work, [workshop_id])
    return {"head": found[0].head, "state": found[0].state} if found else {"head": 0, "state": State.NOT_YET}


def leave(call: Call, workshop_id: int) -> Nothing:
    """Hear it no longer; leaving twice is the same as once."""
    call.leave(vote_room(workshop_id))
    return {}


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[VoteMoved]:
    """The newest number of each vote at which somebody looks."""
    workshops = [workshop for room in rooms if (workshop := workshop_in(room)) is not None]
    found = queries.heads_of(work, workshops) if workshops else []
    return [VoteMoved(workshop=row.workshop_id, head=row.head, state=row.state) for row in found]


def place(_work: Work, workshop_id: int) -> int:
    return workshop_id


COMMANDS = {
    "awards.enter": Command(
        forms.read_workshop,
        place,
        enter,
        "limit_read",
        may=Permission.VOTE_AWARD,
        refusals=(NotFound, NotAllowed),
    ),
    "awards.leave": Command(forms.read_workshop, place, leave, "limit_read"),
}
