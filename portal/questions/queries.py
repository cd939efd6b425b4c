"""Boards and questions, read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from portal.access import Actor, Permission, may, require
from portal.accounts.models import Person
from portal.errors import Conflict, NotFound
from portal.moderation.rules import Reported
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.events import QuestionSeen, VotesCounted
from portal.questions.models import Question, QuestionBoard, QuestionSpeaker, QuestionVote
from portal.questions.rules import OWN, SHOWN, Board, Place, State, rank, read_address
from portal.registrations.queries import people_accepted
from portal.store.work import Work

Rows = Mapping[str, QuestionBoard]


def workshop_at(work: Work, address: str) -> int:
    """The workshop that the board with this address belongs to; raises NotFound."""
    return work.known(("questions", address), lambda: place_at(work, address).workshop_id)


def workshop_of(work: Work, question_id: int) -> int:
    """The workshop that a question belongs to; raises NotFound."""

    def read() -> int:
        found = work.session.scalar(select(Question.workshop_id).where(Question.id == question_id))
        if found is None:
            raise NotFound
        return found

    return work.known(("question", question_id), read)


def place_at(work: Work, address: str) -> Place:
    """The session or the talk with this address; raises NotFound."""
    kind, row_id = read_address(address)
    if kind == "t":
        talk = work.get(Talk, row_id)
        return Place(talk.workshop_id, talk.session_id, talk.id, talk.title, talk.starts_at)
    session = work.get(ProgrammeSession, row_id)
    return Place(session.workshop_id, session.id, None, session.title, session.starts_at)


def row_at(work: Work, address: str) -> QuestionBoard | None:
    """The board's row, if anybody has used it."""
    return work.session.scalars(select(QuestionBoard).where(QuestionBoard.address == address)).one_or_none()


def rows_in(work: Work, session_id: int) -> Rows:
    """The boards of a session and its talks that anybody has used, by address."""
    found = select(QuestionBoard).where(QuestionBoard.session_id == session_id)
    return {row.address: work.hold(row) for row in work.session.scalars(found)}


def board_to_see(work: Work, actor: Actor, address: str, rows: Rows | None = None) -> Board:
    """A board, for accepted people; one of another workshop is NotFound. `rows`: those of its session, if they are read."""
    board = _board(work, actor, address, rows)
    require(actor, Permission.SEE_QUESTIONS, board)
    return board


def board_to_chair(work: Work, actor: Actor, address: str) -> Board:
    """A board, for those who lead it."""
    board = _board(work, actor, address)
    require(actor, Permission.CHAIR_QUESTIONS, board)
    return board


def question_to_see(
    work: Work, actor: Actor, permission: Permission, question_id: int
) -> tuple[Board, Question]:
    """A question with its board, for somebody who may do this with it; what was taken back is NotFound."""
    question = work.get_in(actor.workshop_id, Question, question_id)
    board = _board(work, actor, work.get(QuestionBoard, question.board_id).address)
    require(actor, Permission.SEE_QUESTIONS, board)
    require(actor, permission, question if permission == Permission.EDIT_QUESTION else board)
    is_chair = may(actor, Permission.CHAIR_QUESTIONS, board)
    is_seen = question.state in SHOWN or is_chair or question.author_id == actor.person_id
    if question.state == State.WITHDRAWN or not is_seen:
        raise NotFound
    return board, question


def question_to_report(work: Work, actor: Actor, question_id: int) -> Reported:
    """A question as moderators are told of it; nobody learns who asked an anonymous one."""
    board, question = question_to_see(work, actor, Permission.SEE_QUESTIONS, question_id)
    if question.author_id == actor.person_id:
        raise Conflict("This question is your own. You can take it back.")
    path = f"questions/{board.address}#question-{question.id}"
    if question.is_anonymous:
        return Reported(question.text, path)
    return Reported(question.text, path, question.author_id, question.author_name)


def questions_on(
    work: Work, board: Board, *, states: Collection[State] = SHOWN, own: int | None = None
) -> list[Question]:
    """The questions in these states, in their order, with those that the person `own` asked and did not take back."""
    if board.row_id is None:
        return []
    found = select(Question).where(Question.board_id == board.row_id, Question.state != State.WITHDRAWN)
    rows = (one for one in work.session.scalars(found) if one.state in states or one.author_id == own)
    return sorted((work.hold(one) for one in rows), key=rank)


def voted_by(work: Work, person_id: int, questions: Iterable[Question]) -> set[int]:
    """Those of these questions that this person is for."""
    ids = [one.id for one in questions]
    found = select(QuestionVote.question_id).where(
        QuestionVote.person_id == person_id, QuestionVote.question_id.in_(ids)
    )
    return set(work.session.scalars(found)) if ids else set()


def shown(actor: Actor, board: Board, question: Question, voted: Collection[int]) -> dict[str, Any]:
    """A question as a page shows it, with what this person may do with it."""
    is_mine = question.author_id == actor.person_id
    return {
        **wire(question),
        "asked_at": question.created_at,
        "is_mine": is_mine,
        "is_voted": question.id in voted,
        "may_vote": not is_mine and question.state in (State.VISIBLE, State.ANSWERING),
        "may_edit": is_mine and question.state in OWN and may(actor, Permission.EDIT_QUESTION, question),
        "may_answer": question.state in SHOWN and may(actor, Permission.ANSWER_QUESTION, board),
    }


def wire(question: Question) -> QuestionSeen:
    """A question as everybody may know it."""
    author = None if question.is_anonymous else {"id": question.author_id, "name": question.author_name}
    return QuestionSeen(
        id=question.id,
        text=question.text,
        state=question.state,
        pinned=question.is_pinned,
        author=author,  # type: ignore[typeddict-item]
        votes=question.votes,
        answer=question.answer,
        answered_by=question.answered_by,
        asked_at=question.created_at.isoformat(),
        handed=question.handed_thread_id,
    )


def asked_in(
    work: Work, actor: Actor, session: ProgrammeSession, rows: Rows
) -> dict[str, list[QuestionSeen]] | None:
    """What was asked in a session and its talks and is shown, by the board's address; None for those who may not see it."""
    if not may(actor, Permission.SEE_QUESTIONS, session):
        return None
    if not rows:
        return {}
    addresses = {row.id: row.address for row in rows.values()}
    found = select(Question).where(
        Question.board_id.in_(addresses), Question.state.in_([one.value for one in SHOWN])
    )
    asked: dict[str, list[QuestionSeen]] = defaultdict(list)
    for question in sorted(work.session.scalars(found), key=rank):
        asked[addresses[question.board_id]].append(wire(question))
    return asked


def counts_of(work: Work, addresses: Iterable[str]) -> list[VotesCounted]:
    """The newest number of each of these boards, and all its votes; nothing for a board that nobody has used."""
    boards = select(QuestionBoard.id, QuestionBoard.address, QuestionBoard.head)
    rows = work.session.execute(boards.where(QuestionBoard.address.in_(tuple(addresses)))).all()
    votes: dict[int, dict[str, int]] = defaultdict(dict)
    counted = select(Question.board_id, Question.id, Question.votes).where(
        Question.board_id.in_([row.id for row in rows]), Question.state.in_([one.value for one in SHOWN])
    )
    for board_id, question_id, count in work.session.execute(counted) if rows else ():
        votes[board_id][str(question_id)] = count
    return [VotesCounted(board=row.address, votes=votes[row.id], head=row.head) for row in rows]


def speakers_to_choose(work: Work, actor: Actor, board: Board) -> list[Person]:
    """Who may be named as the speaker of a talk."""
    require(actor, Permission.CHAIR_QUESTIONS, board)
    return people_accepted(work, board.workshop_id)


def _board(work: Work, actor: Actor, address: str, rows: Rows | None = None) -> Board:
    place = place_at(work, address)
    if place.workshop_id != actor.workshop_id:
        raise NotFound
    row = row_at(work, address) if rows is None else rows.get(address)
    if row is None:
        return Board(place)
    speakers = select(QuestionSpeaker.person_id).where(QuestionSpeaker.board_id == row.id)
    return Board(
        place,
        head=row.head,
        is_open=row.is_open,
        allows_anonymous=row.allows_anonymous,
        is_moderated=row.is_moderated,
        presenter_ids=frozenset(work.session.scalars(speakers)),
        row_id=row.id,
    )
