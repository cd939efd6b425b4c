"""When the time is over: what is open goes to the thread of the paper's poster, each question once."""

from portal.access import Actor
from portal.audit.actions import record
from portal.errors import Invalid
from portal.questions.actions.board import locked_row, tell
from portal.questions.queries import board_to_chair, questions_on, row_at
from portal.questions.rules import OPEN, HandOver, notice_of
from portal.store.work import Work
from portal.threads.actions import post
from portal.threads.models import Thread
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop


def hand_over(work: Work, actor: Actor, wanted: HandOver) -> int:
    """Write every open question that has not gone before into the poster's thread; returns how many went now."""
    board = board_to_chair(work, actor, wanted.address)
    thread = work.get_in(actor.workshop_id, Thread, wanted.thread_id)
    if thread.kind != "poster":
        raise Invalid("This is not the room of a poster.", fields={"thread": "is not the room of a poster"})
    if row_at(work, board.address) is None:
        return 0
    row = locked_row(work, board)
    slug = work.get(Workshop, board.workshop_id).slug
    waiting = [one for one in questions_on(work, board, states=OPEN) if one.handed_thread_id is None]
    for question in waiting:
        work.lock(question)
        path = f"/{slug}/questions/{board.address}#question-{question.id}"
        name = "" if question.is_anonymous else question.author_name
        text = notice_of(board.place.title, name, question.text, question.votes, path)
        draft = MessageDraft(thread.id, f"question-{question.id}", text)
        question.handed_seq = post(work, actor, draft, kind="notice")
        question.handed_thread_id = thread.id
        tell(work, row, question)
    record(work, actor, "questions.hand_over", board.place.title, questions=len(waiting))
    return len(waiting)
