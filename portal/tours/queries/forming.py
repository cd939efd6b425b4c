"""What groups are formed of, and past what they are led."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.posters.models import Poster, PosterStar, PosterVisit
from portal.posters.queries import slots_of, visits_in
from portal.programme.rules import State
from portal.store.work import Work
from portal.tours.models import TourWait
from portal.tours.rules import Board, Waiting

Marks = dict[int, set[int]]


def waits_of_all(work: Work) -> list[TourWait]:
    """Everybody who waits for a tour, in all workshops."""
    return list(work.session.scalars(select(TourWait).order_by(TourWait.since)))


def waiting_in(work: Work, workshop_id: int) -> list[Waiting]:
    """Who waits, with what they typed and the tags of what they starred."""
    found = select(TourWait).where(TourWait.workshop_id == workshop_id)
    rows = work.session.scalars(found.execution_options(populate_existing=True)).all()
    tags: dict[int, list[str]] = defaultdict(list)
    starred = (
        select(PosterStar.person_id, Poster.tags)
        .join(Poster, Poster.id == PosterStar.poster_id)
        .where(
            PosterStar.workshop_id == workshop_id, PosterStar.person_id.in_([row.person_id for row in rows])
        )
        .order_by(PosterStar.poster_id)
    )
    if rows:
        for person_id, words in work.session.execute(starred):
            tags[person_id] += words
    return [Waiting(row.person_id, row.since, (*row.topics, *tags[row.person_id])) for row in rows]


def boards_in(work: Work, workshop_id: int, at: datetime, is_here: Callable[[int], bool]) -> list[Board]:
    """All posters as a route looks at them; a presenter is here who has any page of the workshop open."""
    found = select(Poster).where(Poster.workshop_id == workshop_id).options(selectinload(Poster.presenters))
    posters = work.session.scalars(found).all()
    visits = visits_in(work, workshop_id)
    slots = slots_of(work, [poster.id for poster in posters])
    return [
        Board(
            poster_id=poster.id,
            position=poster.position,
            tags=tuple(poster.tags),
            visits=visits[poster.id].people if poster.id in visits else 0,
            is_hosted=any(is_here(person) for person in poster.presenter_ids)
            or any(slot.state(at) is State.NOW for slot in slots.get(poster.id, ())),
            presenter_ids=poster.presenter_ids,
        )
        for poster in posters
    ]


def marks_of(work: Work, workshop_id: int, people: Collection[int]) -> tuple[Marks, Marks]:
    """What each of these people starred, and where they have been, as posters by person."""
    found: list[Marks] = []
    for model in (PosterStar, PosterVisit):
        marks: Marks = defaultdict(set)
        rows = select(model.person_id, model.poster_id).where(
            model.workshop_id == workshop_id, model.person_id.in_(people)
        )
        for person_id, poster_id in work.session.execute(rows):
            marks[person_id].add(poster_id)
        found.append(marks)
    return found[0], found[1]
