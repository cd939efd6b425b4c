"""The board's row, which counts what is changed on it, and who is told."""

from portal.access import Actor, Permission
from portal.programme.models import ProgrammeSession
from portal.questions.events import BoardChanged, QuestionChanged, QueueChanged, RulesSeen
from portal.questions.models import Question, QuestionBoard
from portal.questions.queries import question_to_see, row_at, wire
from portal.questions.rules import SHOWN, Board, State
from portal.store.work import Work


def locked_row(work: Work, board: Board) -> QuestionBoard:
    """The row of the board, made when it is first needed, and held until the end of the transaction."""
    row = row_at(work, board.address)
    if row is None:
        # Two first questions at once: the second waits for the session's row and then finds the board.
        work.lock(work.get(ProgrammeSession, board.place.session_id))
        row = row_at(work, board.address)
    if row is None:
        place = board.place
        row = work.add(
            QuestionBoard(
                workshop_id=place.workshop_id,
                address=place.address,
                session_id=place.session_id,
                talk_id=place.talk_id,
            )
        )
    work.lock(work.hold(row))
    return row


def locked_question(
    work: Work, actor: Actor, permission: Permission, question_id: int
) -> tuple[Board, QuestionBoard, Question]:
    """A question with its newest values, and its board, for somebody who may do this; nobody else changes them now."""
    board, question = question_to_see(work, actor, permission, question_id)
    row = locked_row(work, board)
    work.lock(question)
    return board, row, question


def tell(work: Work, row: QuestionBoard, question: Question) -> None:
    """Give the change its number, and let the audience hear as much of it as it may."""
    row.head += 1
    question.changed_seq = row.head
    work.session.flush()
    seen = wire(question)
    board, head = row.address, row.head
    to_all = seen if question.state in SHOWN else None
    to_chair = None if question.state == State.WITHDRAWN else seen
    work.announce(QuestionChanged(board=board, head=head, id=question.id, question=to_all))
    work.announce(QueueChanged(board=board, head=head, id=question.id, question=to_chair))


def tell_rules(work: Work, row: QuestionBoard) -> None:
    """The same for how the board is led."""
    row.head += 1
    work.session.flush()
    rules = RulesSeen(
        is_open=row.is_open, allows_anonymous=row.allows_anonymous, is_moderated=row.is_moderated
    )
    work.announce(BoardChanged(board=row.address, head=row.head, rules=rules))
