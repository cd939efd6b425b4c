"""Polls, changed: drafted, opened, closed and opened again by those who lead them; voted in by everybody."""

from sqlalchemy import select

from portal.access import Actor, Permission
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, Invalid, NotFound
from portal.polls.events import PollChanged
from portal.polls.models import Poll, PollBoard, PollVote
from portal.polls.queries import board_for, poll_for, results, row_at, wire
from portal.polls.rules import (
    Ballot,
    Board,
    Draft,
    Kind,
    State,
    Turn,
    check_open,
    check_turn,
    checked_choice,
    checked_draft,
)
from portal.store.work import Work
from portal.workshops.models import Workshop


def save(work: Work, actor: Actor, draft: Draft) -> Poll:
    """Keep a new draft, or change one; the same client_id of the same person again is the same poll."""
    title, options = checked_draft(draft)
    row = _locked_row(work, board_for(work, actor, Permission.LEAD_POLLS, draft.address))
    poll = _draft_in(work, actor, row, draft)
    if poll is None:
        poll = Poll(
            workshop_id=row.workshop_id,
            board_id=row.id,
            author_id=actor.known_id,
            client_id=draft.client_id,
            title=title,
            kind=draft.kind,
            options=options,
            state=State.DRAFT,
            created_at=now(),
        )
        work.add(poll)
    elif draft.poll_id is None:
        return poll
    poll.title, poll.kind, poll.options = title, draft.kind, options
    _tell(work, row, poll)
    record(work, actor, "polls.save", draft.title)
    return poll


def delete(work: Work, actor: Actor, poll_id: int) -> None:
    """Take a draft away; what people have voted in stays."""
    row, poll = _locked_poll(work, actor, poll_id)
    if poll.state != State.DRAFT:
        raise Conflict("Only a draft can be deleted; close this poll instead.")
    row.head += 1
    work.announce(PollChanged(board=row.address, head=row.head, id=poll.id, poll=None))
    work.session.delete(poll)
    record(work, actor, "polls.delete", f"poll {poll_id}")
    work.session.flush()


def set_state(work: Work, actor: Actor, turn: Turn) -> None:
    """Open, close or open a poll again; what it is already changes nothing."""
    row, poll = _locked_poll(work, actor, turn.poll_id)
    if poll.state == turn.state:
        return
    check_turn(poll.state, turn.state)
    poll.state = turn.state
    record(work, actor, "polls.set_state", poll.title, state=turn.state)
    _tell(work, row, poll)


def vote(work: Work, actor: Actor, ballot: Ballot) -> None:
    """Keep what this person chooses in place of what they chose before."""
    poll = poll_for(work, actor, Permission.VOTE_POLL, ballot.poll_id)
    work.lock(poll)
    check_open(poll.state)
    choice = checked_choice(Kind(poll.kind), poll.options, ballot.choice)
    kept = {"text": choice.text} if choice.text else {"numbers": list(choice.numbers)}
    mine = work.session.get(PollVote, (poll.id, actor.known_id))
    if mine is None:
        poll.voters += 1
        number = poll.voters
        work.session.add(PollVote(poll_id=poll.id, person_id=actor.known_id, number=number, choice=kept))
    elif mine.choice == kept:
        return
    else:
        # What the chair has shown was another text.
        mine.choice, mine.is_shown = kept, False
    poll.tally += 1
    work.session.flush()


def show_text(work: Work, actor: Actor, poll_id: int, number: int, *, is_on: bool) -> None:
    """Let the audience read one text of an open question, or no longer."""
    row, poll = _locked_poll(work, actor, poll_id)
    if poll.kind != Kind.TEXT:
        raise Invalid("This poll has no texts to show.")
    found = select(PollVote).where(PollVote.poll_id == poll.id, PollVote.number == number)
    one = work.session.scalars(found).one_or_none()
    if one is None:
        raise NotFound
    if one.is_shown == is_on:
        return
    one.is_shown = is_on
    poll.tally += 1
    work.session.flush()
    record(work, actor, "polls.show_text", f"poll {poll_id}, text {number}", is_shown=is_on)
    if poll.state == State.CLOSED:
        _tell(work, row, poll)


def _draft_in(work: Work, actor: Actor, row: PollBoard, draft: Draft) -> Poll | None:
    """The poll that is meant, if it is there already."""
    if draft.poll_id is None:
        mine = select(Poll).where(
            Poll.board_id == row.id, Poll.author_id == actor.known_id, Poll.client_id == draft.client_id
        )
        return work.session.scalars(mine).one_or_none()
    poll = work.get_in(actor.workshop_id, Poll, draft.poll_id)
    work.lock(poll)
    if poll.board_id != row.id:
        raise NotFound
    if poll.state != State.DRAFT:
        raise Conflict("This poll is open already, so its words stay as they are.")
    return poll


def _locked_row(work: Work, board: Board) -> PollBoard:
    """The row of the place, made when it is first needed, and held until the end of the transaction."""
    row = row_at(work, board.address)
    if row is None:
        # Two first polls at once: the second waits for the workshop's row and then finds the board.
        work.lock(work.get(Workshop, board.workshop_id))
        row = row_at(work, board.address)
    if row is None:
        row = work.add(
            PollBoard(workshop_id=board.workshop_id, session_id=board.session_id, address=board.address)
        )
    work.lock(work.hold(row))
    return row


def _locked_poll(work: Work, actor: Actor, poll_id: int) -> tuple[PollBoard, Poll]:
    """The board first and then the poll, so that two leaders never wait for each other."""
    poll = poll_for(work, actor, Permission.LEAD_POLLS, poll_id)
    row = work.get(PollBoard, poll.board_id)
    work.lock(row)
    work.lock(poll)
    return row, poll


def _tell(work: Work, row: PollBoard, poll: Poll) -> None:
    """Give the change its number; of a draft the audience hears only that number."""
    row.head += 1
    work.session.flush()
    seen = None if poll.state == State.DRAFT else wire(poll, results(work, poll))
    work.announce(PollChanged(board=row.address, head=row.head, id=poll.id, poll=seen))
