"""Boards, polls, votes and results, read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from portal.access import Actor, Permission, may, require
from portal.errors import NotFound
from portal.polls.events import BoardTold, PollSeen, ResultsCounted, ResultsSeen, WordSeen
from portal.polls.models import Poll, PollBoard, PollVote
from portal.polls.rules import Board, Choice, Kind, State, check_results, cloud_of, counted, read_address
from portal.programme.models import ProgrammeSession
from portal.store.work import Work
from portal.workshops.models import Workshop


def workshop_at(work: Work, address: str) -> int:
    """The workshop that a place belongs to; raises NotFound."""
    return work.known(("polls", address), lambda: board_at(work, address).workshop_id)


def workshop_of(work: Work, poll_id: int) -> int:
    """The workshop of a poll; raises NotFound."""
    return work.known(("poll", poll_id), lambda: work.get(Poll, poll_id).workshop_id)


def row_at(work: Work, address: str) -> PollBoard | None:
    return work.session.scalars(select(PollBoard).where(PollBoard.address == address)).one_or_none()


def board_at(work: Work, address: str) -> Board:
    """The place with this address, with or without polls; raises NotFound."""
    kind, row_id = read_address(address)
    if kind == "s":
        session = work.get(ProgrammeSession, row_id)
        board = Board(session.workshop_id, session.id, session.title)
    else:
        workshop = work.get(Workshop, row_id)
        board = Board(workshop.id, None, workshop.title)
    row = row_at(work, address)
    return replace(board, head=row.head, row_id=row.id) if row else board


def board_for(work: Work, actor: Actor, permission: Permission, address: str) -> Board:
    """A place, for somebody who may do this there; one of another workshop is NotFound."""
    board = board_at(work, address)
    if board.workshop_id != actor.workshop_id:
        raise NotFound
    require(actor, permission, board)
    return board


def poll_for(work: Work, actor: Actor, permission: Permission, poll_id: int) -> Poll:
    """A poll, for somebody who may do this with it; a draft is there for those who lead it only."""
    poll = work.get_in(actor.workshop_id, Poll, poll_id)
    require(actor, permission, poll)
    if poll.state == State.DRAFT and not may(actor, Permission.LEAD_POLLS, poll):
        raise NotFound
    return poll


def board_of(work: Work, poll: Poll) -> Board:
    """The place of a poll."""
    return board_at(work, work.get(PollBoard, poll.board_id).address)


def polls_on(work: Work, board: Board, *, with_drafts: bool = False) -> list[Poll]:
    """The polls of a place, open ones first, then the newest."""
    found = select(Poll).where(Poll.board_id == board.row_id)
    rows = [work.hold(one) for one in work.session.scalars(found)] if board.row_id else []
    listed = [one for one in rows if with_drafts or one.state != State.DRAFT]
    return sorted(listed, key=lambda one: (one.state != State.OPEN, one.state != State.DRAFT, -one.id))


def boards_in(work: Work, workshop_id: int) -> list[Board]:
    """The places of a workshop that have polls, the workshop's own first."""
    found = select(PollBoard.address).where(PollBoard.workshop_id == workshop_id)
    boards = [board_at(work, address) for address in work.session.scalars(found).all()]
    return sorted(boards, key=lambda one: (one.session_id is not None, one.session_id or 0))


def places_in(work: Work, workshop_id: int) -> list[tuple[str, str]]:
    """Where a poll can be put: address and title."""
    found = select(ProgrammeSession.id, ProgrammeSession.title).where(
        ProgrammeSession.workshop_id == workshop_id
    )
    ordered = found.order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    sessions = [(f"s{row.id}", row.title) for row in work.session.execute(ordered)]
    return [(f"w{workshop_id}", "The whole workshop"), *sessions]


def choices_of(work: Work, person_id: int, polls: Iterable[Poll]) -> dict[int, Choice]:
    """What this person chose, by poll."""
    ids = [one.id for one in polls]
    found = select(PollVote).where(PollVote.person_id == person_id, PollVote.poll_id.in_(ids))
    return {one.poll_id: choice_in(one.choice) for one in work.session.scalars(found)} if ids else {}


def choice_in(kept: Mapping[str, Any]) -> Choice:
    """A choice as a vote keeps it."""
    return Choice(tuple(kept.get("numbers", ())), kept.get("text", ""))


def texts_of(work: Work, poll: Poll) -> list[PollVote]:
    """The texts of an open question, for those who lead it."""
    found = select(PollVote).where(PollVote.poll_id == poll.id).order_by(PollVote.number)
    return [work.hold(one) for one in work.session.scalars(found)]


def results(work: Work, poll: Poll) -> ResultsSeen:
    """How one poll stands, counted from its votes."""
    return results_by_poll(work, [poll])[poll.id]


def results_by_poll(work: Work, polls: Collection[Poll]) -> Mapping[int, ResultsSeen]:
    """The same for several."""
    votes: dict[int, list[tuple[Choice, bool]]] = defaultdict(list)
    found = select(PollVote.poll_id, PollVote.choice, PollVote.is_shown)
    wanted = found.where(PollVote.poll_id.in_([one.id for one in polls])).order_by(PollVote.number)
    for poll_id, kept, is_shown in work.session.execute(wanted) if polls else ():
        votes[poll_id].append((choice_in(kept), is_shown))
    return {one.id: _results(one, votes[one.id]) for one in polls}


def _results(poll: Poll, votes: Sequence[tuple[Choice, bool]]) -> ResultsSeen:
    """`votes` are what each person chose, and whether the chair shows it."""
    kind, choices = Kind(poll.kind), [choice for choice, _ in votes]
    words = cloud_of(choices) if kind == Kind.CLOUD else []
    return ResultsSeen(
        voters=len(votes),
        counts=counted(kind, poll.options, choices),
        words=[WordSeen(word=word, count=count) for word, count in words],
        texts=[choice.text for choice, is_shown in votes if is_shown] if kind == Kind.TEXT else [],
    )


def wire(poll: Poll, counts: ResultsSeen | None) -> PollSeen:
    """A poll as everybody who may see it knows it: with its counts only when it is closed."""
    return PollSeen(
        id=poll.id,
        title=poll.title,
        kind=poll.kind,
        options=list(poll.options),
        state=poll.state,
        results=counts if poll.state == State.CLOSED else None,
    )


def results_to_see(work: Work, actor: Actor, poll_id: int) -> tuple[Poll, ResultsSeen]:
    """The results for somebody who has voted, who leads the poll, or when it is closed; else NotAllowed."""
    poll = poll_for(work, actor, Permission.SEE_POLLS, poll_id)
    has_voted = poll.id in choices_of(work, actor.known_id, [poll])
    check_results(poll.state, has_voted=has_voted, leads=may(actor, Permission.LEAD_POLLS, poll))
    return poll, results(work, poll)


def heads_of(work: Work, addresses: Collection[str]) -> list[BoardTold]:
    found = select(PollBoard.address, PollBoard.head).where(PollBoard.address.in_(tuple(addresses)))
    return [BoardTold(board=row.address, head=row.head) for row in work.session.execute(found)]


def moved(work: Work, told: Mapping[int, int]) -> list[ResultsCounted]:
    """The results of those open polls (id → the tally that was told last) whose votes have changed since."""
    found = select(Poll).where(Poll.id.in_(tuple(told)), Poll.state == State.OPEN)
    polls = [one for one in work.session.scalars(found) if one.tally != told[one.id]]
    counts = results_by_poll(work, polls)
    return [ResultsCounted(poll=one.id, tally=one.tally, results=counts[one.id]) for one in polls]
