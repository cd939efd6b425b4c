"""What the audience does: ask, change one's own question, take it back, be for another's."""

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.clock import now
from portal.errors import Conflict, NotAllowed
from portal.questions.actions.board import locked_question, locked_row, tell
from portal.questions.events import VotesCounted
from portal.questions.models import Question, QuestionVote
from portal.questions.queries import board_to_see, question_to_see
from portal.questions.rules import Asked, Change, State, check_own, check_vote, clean_question
from portal.store.work import Work

CLOSED = "The chair takes no more questions here."


def ask(work: Work, actor: Actor, asked: Asked) -> Question:
    """Keep a question and return it; the same client_id of the same person again is the same question."""
    text = clean_question(asked.text)
    board = board_to_see(work, actor, asked.address)
    row = locked_row(work, board)
    mine = select(Question).where(
        Question.board_id == row.id,
        Question.author_id == actor.known_id,
        Question.client_id == asked.client_id,
    )
    known = work.session.scalars(mine).one_or_none()
    if known is not None:
        return known
    if not row.is_open:
        raise Conflict(CLOSED)
    require(actor, Permission.ASK_QUESTION, row)
    if asked.is_anonymous and not row.allows_anonymous:
        told = "Questions here are asked by name. Untick the box, or keep the question to yourself."
        raise Conflict(told, fields={"is_anonymous": told})
    question = work.add(
        Question(
            workshop_id=row.workshop_id,
            board_id=row.id,
            author_id=actor.known_id,
            author_name=actor.name,
            client_id=asked.client_id,
            text=text,
            state=State.WAITING if row.is_moderated else State.VISIBLE,
            is_anonymous=asked.is_anonymous,
            created_at=now(),
        )
    )
    tell(work, row, question)
    return question


def edit(work: Work, actor: Actor, change: Change) -> None:
    """Another text for one's own question; where new ones wait for the chair, a changed one waits again."""
    text = clean_question(change.text)
    _, row, question = locked_question(work, actor, Permission.EDIT_QUESTION, change.question_id)
    if question.text == text:
        return
    check_own(question.state)
    question.text = text
    if row.is_moderated:
        question.state = State.WAITING
    tell(work, row, question)


def withdraw(work: Work, actor: Actor, question_id: int) -> None:
    """Take one's own question back; nothing is left of its words."""
    _, row, question = locked_question(work, actor, Permission.EDIT_QUESTION, question_id)
    check_own(question.state)
    question.state, question.text, question.is_pinned = State.WITHDRAWN, "", False
    tell(work, row, question)


def vote(work: Work, actor: Actor, change: Change) -> int:
    """Be for a question, or no longer; once for each person however often it is sent. Returns how many are for it."""
    board, question = question_to_see(work, actor, Permission.VOTE_QUESTION, change.question_id)
    work.lock(question)
    check_vote(question.state)
    if question.author_id == actor.person_id:
        raise NotAllowed("This is your own question; others say whether it matters to them.")
    mine = work.session.get(QuestionVote, (question.id, actor.known_id))
    if (mine is not None) == change.is_on:
        return question.votes
    if mine is None:
        work.session.add(QuestionVote(question_id=question.id, person_id=actor.known_id))
        question.votes += 1
    else:
        work.session.delete(mine)
        question.votes -= 1
    work.session.flush()
    work.announce(VotesCounted(board=board.address, votes={str(question.id): question.votes}))
    return question.votes
