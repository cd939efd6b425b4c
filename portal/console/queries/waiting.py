"""What waits for somebody, counted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from portal.access import Actor, AnyStage, Permission, may
from portal.help.models import HelpRequest
from portal.knocks.models import Knock
from portal.knocks.queries import IS_WAITING
from portal.questions.models import Question, QuestionBoard
from portal.questions.rules import OPEN, State
from portal.store.work import Work
from portal.threads.models import Message

Count = Callable[[Work, int], int]
"""(work, workshop) → how many."""


@dataclass(frozen=True)
class Waiting:
    """Something that may wait: how many, in words for one and for several, and the page where it is dealt with.

    Shown to those who hold the permission; handed over in portal.app.
    """

    one: str
    many: str
    endpoint: str
    permission: Permission
    count: Count


@dataclass(frozen=True)
class Waits:
    """It waits now."""

    what: Waiting
    count: int

    @property
    def words(self) -> str:
        return self.what.one if self.count == 1 else self.what.many


def waits_in(work: Work, actor: Actor, workshop_id: int, kinds: Iterable[Waiting]) -> Sequence[Waits]:
    """All that may wait, also what does not."""
    here = AnyStage(workshop_id)
    return [Waits(one, one.count(work, workshop_id)) for one in kinds if may(actor, one.permission, here)]


def questions_to_let_through(work: Work, workshop_id: int) -> int:
    """Questions that nobody sees until a chair lets them through."""
    return _questions(work, workshop_id, State.WAITING)


def questions_open(work: Work, workshop_id: int) -> int:
    """Questions that are seen and not answered."""
    return _questions(work, workshop_id, *OPEN)


def knocks_waiting(work: Work, workshop_id: int) -> int:
    found = select(func.count()).select_from(Knock).where(Knock.workshop_id == workshop_id, IS_WAITING)
    return work.session.scalar(found) or 0


def messages_at_the_desk(work: Work, workshop_id: int) -> int:
    """People at the help desk whose last message nobody has answered or put aside."""
    last = (
        select(func.max(Message.seq))
        .where(
            Message.thread_id == HelpRequest.thread_id,
            Message.kind == "message",
            Message.deleted_at.is_(None),
        )
        .correlate(HelpRequest)
        .scalar_subquery()
    )
    found = (
        select(func.count())
        .select_from(HelpRequest)
        .join(Message, and_(Message.thread_id == HelpRequest.thread_id, Message.seq == last))
        .where(
            HelpRequest.workshop_id == workshop_id,
            Message.author_id == HelpRequest.asker_id,
            Message.seq > HelpRequest.done_seq,
        )
    )
    return work.session.scalar(found) or 0


def _questions(work: Work, workshop_id: int, *states: State) -> int:
    found = (
        select(func.count())
        .select_from(Question)
        .join(QuestionBoard, QuestionBoard.id == Question.board_id)
        .where(QuestionBoard.workshop_id == workshop_id, Question.state.in_(states))
    )
    return work.session.scalar(found) or 0
