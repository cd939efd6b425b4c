"""The posters that somebody presents, read for themselves."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access import Actor
from portal.posters.models import Poster, PosterPresenter
from portal.posters.queries.posters import hall_to_enter
from portal.posters.queries.slots import Standing, slots_of, standing_in
from portal.posters.rules import SlotTimes
from portal.store.work import Work
from portal.workshops.models import Workshop


@dataclass(frozen=True)
class Own:
    """What a presenter finds on their page."""

    posters: list[Poster]
    slots: dict[int, list[SlotTimes]]
    standing: Standing


def presents_any(work: Work, actor: Actor, workshop_id: int) -> bool:
    """Whether somebody who is let in presents a poster of this workshop; asked for each of their pages."""
    if not actor.is_accepted or actor.workshop_id != workshop_id:
        return False
    mine = (
        select(PosterPresenter.poster_id)
        .join(Poster, Poster.id == PosterPresenter.poster_id)
        .where(PosterPresenter.person_id == actor.person_id, Poster.workshop_id == workshop_id)
    )
    return bool(work.session.scalar(select(exists(mine))))


def own_posters(work: Work, actor: Actor) -> Own:
    """The posters that the actor presents, with their slots and what collides in them."""
    workshop: Workshop = hall_to_enter(work, actor)
    found = (
        select(Poster)
        .join(PosterPresenter, PosterPresenter.poster_id == Poster.id)
        .where(Poster.workshop_id == workshop.id, PosterPresenter.person_id == actor.known_id)
        .options(
            selectinload(Poster.presenters),
            selectinload(Poster.parts),
            joinedload(Poster.file),
            joinedload(Poster.thread),
        )
        .order_by(Poster.position, Poster.id)
    )
    posters = list(work.session.scalars(found))
    slots = slots_of(work, [poster.id for poster in posters])
    return Own(posters, slots, standing_in(work, workshop.id))
