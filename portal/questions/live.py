"""The commands of a board: look at it, ask, vote; and for its chair, lead it."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.questions import actions, forms, queries
from portal.questions.events import QuestionSeen, RulesSeen, VotesCounted
from portal.questions.rules import (
    SHOWN,
    STATES_TO_SET,
    Asked,
    Board,
    Change,
    HandOver,
    Rules,
    State,
    address_in,
    queue_of,
    room_of,
)
from portal.store.work import Work


class Entered(TypedDict):
    """The newest number of the board, how it is led, and its questions in their order.

    `mine` are those of the person, whom nobody else sees while they wait; `voted` those that the person is for.
    """

    head: int
    rules: RulesSeen
    questions: list[QuestionSeen]
    mine: list[int]
    voted: list[int]


class Asking(TypedDict):
    """The question's id, and its state: visible, or waiting for the chair."""

    question: int
    state: str


class Voted(TypedDict):
    """How many are for the question now."""

    votes: int


class HandedOver(TypedDict):
    """How many questions went to the poster now."""

    sent: int


def enter(call: Call, address: str) -> Entered:
    """Look at the board and hear it. Answers with what the audience sees and with one's own questions."""
    queries.board_to_see(call.work, call.actor, address)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(room_of(address))
    call.work.renew()
    return _entered(call, queries.board_to_see(call.work, call.actor, address), SHOWN)


def enter_queue(call: Call, address: str) -> Entered:
    """Lead the board: hear it and its queue. Answers with what waits and what is hidden too."""
    queries.board_to_chair(call.work, call.actor, address)
    call.join(room_of(address))
    call.join(queue_of(address))
    call.work.renew()
    return _entered(call, queries.board_to_chair(call.work, call.actor, address), STATES_TO_SET)


def leave(call: Call, address: str) -> Nothing:
    """Hear the board and its queue no longer; leaving twice is the same as once."""
    call.leave(room_of(address))
    call.leave(queue_of(address))
    return {}


def ask(call: Call, asked: Asked) -> Asking:
    """Ask a question. The same client_id again is the same question."""
    question = actions.ask(call.work, call.actor, asked)
    return {"question": question.id, "state": question.state}


def edit(call: Call, change: Change) -> Nothing:
    """Give one's own question another text, as long as the chair has not taken it up."""
    actions.edit(call.work, call.actor, change)
    return {}


def withdraw(call: Call, change: Change) -> Nothing:
    """Take one's own question back, as long as the chair has not taken it up."""
    actions.withdraw(call.work, call.actor, change.question_id)
    return {}


def vote(call: Call, change: Change) -> Voted:
    """Be for another's question, or no longer: what is said counts, not how often."""
    return {"votes": actions.vote(call.work, call.actor, change)}


def set_state(call: Call, change: Change) -> Nothing:
    """Bring a question up, or set it back; all but “withdrawn”, which is for who asked."""
    actions.set_state(call.work, call.actor, change)
    return {}


def pin(call: Call, change: Change) -> Nothing:
    """Keep one question above all others, or no longer."""
    actions.pin(call.work, call.actor, change)
    return {}


def answer(call: Call, change: Change) -> Nothing:
    """Answer in writing, for the chair and for who gave the talk; an empty text takes the answer away."""
    actions.answer(call.work, call.actor, change)
    return {}


def set_up(call: Call, rules: Rules) -> Nothing:
    """Open or close the board, allow questions without a name, let new ones wait for the chair."""
    actions.set_up(call.work, call.actor, rules)
    return {}


def hand_over(call: Call, wanted: HandOver) -> HandedOver:
    """Send what is open to the thread of a poster; each question goes once."""
    return {"sent": actions.hand_over(call.work, call.actor, wanted)}


def _entered(call: Call, board: Board, states: Collection[State]) -> Entered:
    person = call.actor.known_id
    questions = queries.questions_on(call.work, board, states=states, own=person)
    voted = queries.voted_by(call.work, person, questions)
    return {
        "head": board.head,
        "rules": RulesSeen(
            is_open=board.is_open, allows_anonymous=board.allows_anonymous, is_moderated=board.is_moderated
        ),
        "questions": [queries.wire(one) for one in questions],
        "mine": [one.id for one in questions if one.author_id == person],
        "voted": sorted(voted),
    }


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[VotesCounted]:
    """The newest number and the votes of each board that somebody looks at."""
    addresses = [address for room in rooms if (address := address_in(room)) is not None]
    return queries.counts_of(work, addresses) if addresses else []


def at_board(work: Work, wanted: str | Asked | Rules | HandOver) -> int:
    return queries.workshop_at(work, wanted if isinstance(wanted, str) else wanted.address)


def at_question(work: Work, wanted: Change) -> int:
    return queries.workshop_of(work, wanted.question_id)


SEE, ASK, VOTE = Permission.SEE_QUESTIONS, Permission.ASK_QUESTION, Permission.VOTE_QUESTION
EDIT, CHAIR, ANSWER = Permission.EDIT_QUESTION, Permission.CHAIR_QUESTIONS, Permission.ANSWER_QUESTION
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "questions.enter": Command(forms.read_board, at_board, enter, "limit_read", may=SEE, refusals=OUTSIDE),
    "questions.enter_queue": Command(
        forms.read_board, at_board, enter_queue, "limit_read", may=CHAIR, refusals=OUTSIDE
    ),
    "questions.leave": Command(forms.read_board, at_board, leave, "limit_read", refusals=(NotFound,)),
    "questions.ask": Command(
        forms.read_ask, at_board, ask, "limit_ask", kind="durable", may=ASK, refusals=TOO_LATE
    ),
    "questions.edit": Command(
        forms.read_edit, at_question, edit, "limit_post", kind="durable", may=EDIT, refusals=TOO_LATE
    ),
    "questions.withdraw": Command(
        forms.read_question, at_question, withdraw, "limit_post", kind="durable", may=EDIT, refusals=TOO_LATE
    ),
    "questions.vote": Command(
        forms.read_vote, at_question, vote, "limit_vote", kind="durable", may=VOTE, refusals=TOO_LATE
    ),
    "questions.set_state": Command(
        forms.read_state, at_question, set_state, "limit_vote", kind="durable", may=CHAIR, refusals=OUTSIDE
    ),
    "questions.pin": Command(
        forms.read_pin, at_question, pin, "limit_vote", kind="durable", may=CHAIR, refusals=TOO_LATE
    ),
    "questions.answer": Command(
        forms.read_answer, at_question, answer, "limit_post", kind="durable", may=ANSWER, refusals=TOO_LATE
    ),
    "questions.set_up": Command(
        forms.read_rules, at_board, set_up, "limit_post", kind="durable", may=CHAIR, refusals=OUTSIDE
    ),
    "questions.hand_over": Command(
        forms.read_hand_over, at_board, hand_over, "limit_post", kind="durable", may=CHAIR, refusals=OUTSIDE
    ),
}
