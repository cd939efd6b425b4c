"""The commands of polls: look at those of a place, vote, see how they stand; and for chairs, open and close them."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission, may
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.polls import actions, forms, queries
from portal.polls.events import BoardTold, ChoiceSeen, PollSeen, ResultsCounted, ResultsSeen
from portal.polls.models import Poll
from portal.polls.rules import (
    NEVER_TOLD,
    Ballot,
    Board,
    Choice,
    State,
    Turn,
    address_in,
    poll_in,
    results_of,
    room_of,
)
from portal.store.work import Work


class ResultsEntered(TypedDict):
    """How the poll stands; `tally` only grows, so that an older count is known as such."""

    tally: int
    results: ResultsSeen


class PollsEntered(TypedDict):
    """The newest number of the place and its polls, open ones first.

    `chosen`: what the person chose, and `results` of those open polls in which they have voted, or of all that they
    lead; both by the poll's id as text.
    """

    head: int
    polls: list[PollSeen]
    chosen: dict[str, ChoiceSeen]
    results: dict[str, ResultsEntered]


def enter(call: Call, address: str) -> PollsEntered:
    """Look at the polls of a place and hear them; also the results of those open ones in which one has voted."""
    board, polls, chosen = _read(call, address)
    call.join(room_of(address))
    for poll in _running(call, board, polls, chosen):
        call.join(results_of(poll.id))
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.work.renew()
    board, polls, chosen = _read(call, address)
    running = _running(call, board, polls, chosen)
    closed = [one for one in polls if one.state == State.CLOSED]
    counts = queries.results_by_poll(call.work, [*running, *closed])
    return {
        "head": board.head,
        "polls": [queries.wire(one, counts.get(one.id)) for one in polls],
        "chosen": {
            str(poll): ChoiceSeen(numbers=list(one.numbers), text=one.text) for poll, one in chosen.items()
        },
        "results": {str(one.id): {"tally": one.tally, "results": counts[one.id]} for one in running},
    }


def leave(call: Call, address: str) -> Nothing:
    """Hear the polls of the place and their results no longer; leaving twice is the same as once."""
    call.leave(room_of(address))
    for poll in queries.polls_on(call.work, queries.board_at(call.work, address)):
        call.leave(results_of(poll.id))
    return {}


def results(call: Call, poll_id: int) -> ResultsEntered:
    """See how a poll stands and hear it: for who has voted, for who leads it, and for everybody once it is closed."""
    poll, counted = queries.results_to_see(call.work, call.actor, poll_id)
    if poll.state == State.OPEN:
        call.join(results_of(poll_id))
        call.work.renew()
        poll, counted = queries.results_to_see(call.work, call.actor, poll_id)
    return {"tally": poll.tally, "results": counted}


def vote(call: Call, ballot: Ballot) -> Nothing:
    """Choose, or choose otherwise: what is said last counts, not how often. Sent twice it is the same vote."""
    actions.vote(call.work, call.actor, ballot)
    return {}


def set_state(call: Call, turn: Turn) -> Nothing:
    """Open a draft, close a poll, or open a closed one again."""
    actions.set_state(call.work, call.actor, turn)
    return {}


def _read(call: Call, address: str) -> tuple[Board, list[Poll], dict[int, Choice]]:
    """The place, the polls that its audience sees, and what this person chose in them."""
    board = queries.board_for(call.work, call.actor, Permission.SEE_POLLS, address)
    polls = queries.polls_on(call.work, board)
    return board, polls, queries.choices_of(call.work, call.actor.known_id, polls)


def _running(call: Call, board: Board, polls: list[Poll], chosen: Collection[int]) -> list[Poll]:
    """The open polls whose results this person may see."""
    leads = may(call.actor, Permission.LEAD_POLLS, board)
    return [one for one in polls if one.state == State.OPEN and (leads or one.id in chosen)]


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[BoardTold | ResultsCounted]:
    """The newest number of each place whose polls somebody looks at, and how those stand of which somebody hears it."""
    addresses = [address for room in rooms if (address := address_in(room)) is not None]
    heads = queries.heads_of(work, addresses) if addresses else []
    heard = {poll: NEVER_TOLD for room in rooms if (poll := poll_in(room)) is not None}
    return [*heads, *(queries.moved(work, heard) if heard else [])]


def at_board(work: Work, address: str) -> int:
    return queries.workshop_at(work, address)


def at_poll(work: Work, wanted: int | Ballot | Turn) -> int:
    return queries.workshop_of(work, wanted if isinstance(wanted, int) else wanted.poll_id)


SEE, VOTE, LEAD = Permission.SEE_POLLS, Permission.VOTE_POLL, Permission.LEAD_POLLS
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "polls.enter": Command(forms.read_board, at_board, enter, "limit_read", may=SEE, refusals=OUTSIDE),
    "polls.leave": Command(forms.read_board, at_board, leave, "limit_read", refusals=(NotFound,)),
    "polls.results": Command(forms.read_poll, at_poll, results, "limit_read", may=SEE, refusals=OUTSIDE),
    "polls.vote": Command(
        forms.read_vote, at_poll, vote, "limit_vote", kind="durable", may=VOTE, refusals=TOO_LATE
    ),
    "polls.set_state": Command(
        forms.read_turn, at_poll, set_state, "limit_vote", kind="durable", may=LEAD, refusals=TOO_LATE
    ),
}
