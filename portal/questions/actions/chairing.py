"""What the chair does: bring questions up, pin one, answer in writing, open and close the board, name the speakers."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from portal.access import Actor, Permission
from portal.audit.actions import record
from portal.errors import Conflict, Invalid
from portal.questions.actions.board import locked_question, locked_row, tell, tell_rules
from portal.questions.models import Question, QuestionSpeaker
from portal.questions.queries import board_to_chair, speakers_to_choose
from portal.questions.rules import LONGEST_ANSWER, SHOWN, STATES_TO_SET, Change, Rules, State, clean
from portal.store.work import Work


def set_state(work: Work, actor: Actor, change: Change) -> None:
    """Put a question into a state; setting the one before is the way to undo it."""
    _, row, question = locked_question(work, actor, Permission.CHAIR_QUESTIONS, change.question_id)
    if change.state not in STATES_TO_SET:
        raise Invalid("Only who asked can take a question back.", fields={"state": "cannot be set"})
    if question.state == change.state:
        return
    question.state = change.state
    if change.state not in SHOWN:
        question.is_pinned = False
    record(work, actor, "questions.set_state", f"question {question.id}", state=change.state)
    tell(work, row, question)


def pin(work: Work, actor: Actor, change: Change) -> None:
    """Keep one question above all others, or no longer; the one that was pinned before is let go."""
    _, row, question = locked_question(work, actor, Permission.CHAIR_QUESTIONS, change.question_id)
    if question.is_pinned == change.is_on:
        return
    if change.is_on and question.state not in SHOWN:
        raise Conflict("Show this question first; then it can be pinned.")
    if change.is_on:
        found = select(Question).where(Question.board_id == row.id, Question.is_pinned.is_(True))
        for other in work.session.scalars(found).all():
            work.lock(other)
            other.is_pinned = False
            tell(work, row, other)
    question.is_pinned = change.is_on
    record(work, actor, "questions.pin" if change.is_on else "questions.unpin", f"question {question.id}")
    tell(work, row, question)


def answer(work: Work, actor: Actor, change: Change) -> None:
    """A written answer, which stays with the talk; an empty one takes it away again."""
    text = clean(change.text, LONGEST_ANSWER)
    _, row, question = locked_question(work, actor, Permission.ANSWER_QUESTION, change.question_id)
    if question.state not in SHOWN:
        raise Conflict("Show this question first; then everybody can read its answer.")
    if question.answer == text:
        return
    question.answer, question.answered_by = text, actor.name if text else ""
    if text:
        question.state = State.ANSWERED
    record(work, actor, "questions.answer", f"question {question.id}")
    tell(work, row, question)


def set_up(work: Work, actor: Actor, rules: Rules) -> None:
    """Open or close the board, and say whether names may be left out and whether new questions wait."""
    row = locked_row(work, board_to_chair(work, actor, rules.address))
    wanted = (rules.is_open, rules.allows_anonymous, rules.is_moderated)
    if (row.is_open, row.allows_anonymous, row.is_moderated) == wanted:
        return
    row.is_open, row.allows_anonymous, row.is_moderated = wanted
    record(
        work,
        actor,
        "questions.set_up",
        f"board {rules.address}",
        is_open=rules.is_open,
        is_moderated=rules.is_moderated,
    )
    tell_rules(work, row)


def set_speakers(work: Work, actor: Actor, address: str, person_ids: Collection[int]) -> None:
    """Let exactly these people answer in writing besides the chair; somebody who is not let in cannot be chosen."""
    board = board_to_chair(work, actor, address)
    accepted = {person.id for person in speakers_to_choose(work, actor, board)}
    if not set(person_ids) <= accepted:
        told = "Only people who are let in to this workshop can answer here."
        raise Invalid(told, fields={"speaker": told})
    row = locked_row(work, board)
    work.session.execute(delete(QuestionSpeaker).where(QuestionSpeaker.board_id == row.id))
    record(work, actor, "questions.set_speakers", board.place.title, people=len(set(person_ids)))
    if person_ids:
        rows = [{"board_id": row.id, "person_id": person} for person in sorted(set(person_ids))]
        work.session.execute(insert(QuestionSpeaker), rows)
