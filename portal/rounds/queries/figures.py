"""What one board had, for its presenters and the organizers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.access import Actor
from portal.knocks.models import Knock
from portal.knocks.queries import texts_of
from portal.knocks.rules import State
from portal.posters.models import Poster
from portal.posters.queries import slots_of, visitors_of
from portal.posters.rules import Figures
from portal.rounds.rules import Asked, Bar, bars_of, is_running
from portal.store.work import Work


@dataclass(frozen=True)
class Tally:
    """Visits, downloads, stars and questions; `is_so_far` while the board is presented still. Votes are in no figure."""

    poster: Poster
    figures: Figures
    bars: Sequence[Bar]
    questions: Sequence[Asked]
    is_so_far: bool

    @property
    def open_questions(self) -> int:
        return sum(not one.is_answered for one in self.questions)


def figures_of(work: Work, actor: Actor, poster_id: int, at: datetime) -> Tally:
    """What the presenters of a poster may know of it."""
    figures = visitors_of(work, actor, poster_id)
    poster = work.get_in(actor.workshop_id, Poster, poster_id)
    found = select(Knock).where(Knock.poster_id == poster.id, Knock.seq.is_not(None)).order_by(Knock.id)
    knocks = work.session.scalars(found).all()
    texts = texts_of(work, poster.thread_id, knocks)
    questions = [
        Asked(
            one.seq or 0,
            one.person_name,
            texts[one.id],
            one.at,
            is_answered=one.state == State.ANSWERED,
            answered_by=one.answered_name,
            answer_seq=one.answer_seq,
        )
        for one in knocks
        if texts[one.id]
    ]
    slots = slots_of(work, [poster.id]).get(poster.id, [])
    return Tally(poster, figures, bars_of(figures.came), questions, is_running(slots, at))
