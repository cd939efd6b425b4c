"""Posters, read."""

import re
from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.access import Actor, Permission, may, require
from portal.accounts.models import Person
from portal.errors import NotFound
from portal.posters.models import Poster, PosterPresenter
from portal.posters.rules import Card, Stand
from portal.questions.rules import PosterRoom
from portal.registrations.queries import people_accepted
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import page_to_see, workshop_of, workshop_to_see


def hall_to_enter(work: Work, actor: Actor) -> Workshop:
    """The workshop whose hall this person may walk through; asked before any poster is looked for."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.SEE_POSTERS, workshop)
    return workshop


def cards_in_hall(work: Work, actor: Actor) -> list[Card]:
    """All posters, in the order in which they were given, without the long texts."""
    workshop = hall_to_enter(work, actor)
    found = _posters(workshop.id).options(defer(Poster.abstract))
    return [_card(poster) for poster in work.session.scalars(found)]


def poster_to_enter(work: Work, actor: Actor, poster_id: int) -> Poster:
    """The poster, if this person may stand in front of it."""
    hall_to_enter(work, actor)
    return work.get_in(actor.workshop_id, Poster, poster_id)


def posters_to_read(work: Work, actor: Actor) -> list[Poster]:
    """The accepted works, as the organizer shows them: to everybody, or to registered people."""
    workshop = page_to_see(work, actor, "papers")
    return list(work.session.scalars(_posters(workshop.id).options(joinedload(Poster.file))))


def hall_to_fill(work: Work, actor: Actor) -> Workshop:
    """The workshop to which this person may add a poster."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.ADD_POSTER, workshop)
    return workshop


def next_position(work: Work, workshop_id: int) -> int:
    """The place after the last poster of the list."""
    last = work.session.scalar(select(func.max(Poster.position)).where(Poster.workshop_id == workshop_id))
    return (last or 0) + 1


def poster_to_edit(work: Work, actor: Actor, poster_id: int) -> Poster:
    """The poster, if this person may change what it says: an organizer, or one of its presenters."""
    poster = work.get_in(actor.workshop_id, Poster, poster_id)
    require(actor, Permission.EDIT_POSTER, poster)
    return poster


def poster_to_place(work: Work, actor: Actor, poster_id: int) -> Poster:
    """The poster, if this person may hang it elsewhere, choose its presenters, or take it down."""
    poster = work.get_in(actor.workshop_id, Poster, poster_id)
    require(actor, Permission.PLACE_POSTER, poster)
    return poster


def people_to_choose(work: Work, actor: Actor) -> list[Person]:
    """Who may be made presenter; nobody, for those who may not choose."""
    workshop = workshop_of(work, actor)
    return people_accepted(work, workshop.id) if may(actor, Permission.PLACE_POSTER, workshop) else []


def stands_in(work: Work, workshop_id: int) -> list[Stand]:
    """The rooms of a workshop's posters."""
    return _stands(work, _STANDS.where(Poster.workshop_id == workshop_id))


def stands_at(work: Work, thread_ids: Iterable[int]) -> list[Stand]:
    """Those of these threads that are rooms of posters; one statement for any number."""
    ids = tuple(thread_ids)
    return _stands(work, _STANDS.where(Poster.thread_id.in_(ids))) if ids else []


def rooms_for_paper(work: Work, workshop_id: int, title: str) -> list[PosterRoom]:
    """The rooms of all posters, first those of the paper with this title; for the questions that a talk leaves open."""
    wanted = _plain(title)
    rows = work.session.execute(
        select(Poster.thread_id, Poster.title)
        .where(Poster.workshop_id == workshop_id)
        .order_by(Poster.position, Poster.id)
    )
    rooms = [PosterRoom(row.thread_id, row.title, _plain(row.title) == wanted) for row in rows]
    return sorted(rooms, key=lambda room: not room.is_same_paper)


def poster_at(work: Work, actor: Actor, thread_id: int) -> Poster:
    """The poster whose room this is, if this person may stand in front of it."""
    workshop = hall_to_enter(work, actor)
    found = select(Poster).where(Poster.workshop_id == workshop.id, Poster.thread_id == thread_id)
    poster = work.session.scalars(found).one_or_none()
    if poster is None:
        raise NotFound
    return poster


def _plain(title: str) -> str:
    """A title without the signs and capitals in which two writers of it differ."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _card(poster: Poster) -> Card:
    return Card(
        id=poster.id,
        thread_id=poster.thread_id,
        title=poster.title,
        board=poster.board,
        position=poster.position,
        summary=poster.summary,
        authors=tuple(poster.author_names),
        tags=tuple(poster.tags),
        presenter_ids=poster.presenter_ids,
        file_id=poster.file_id,
    )


def _posters(workshop_id: int) -> Select[Poster]:
    return (
        select(Poster)
        .where(Poster.workshop_id == workshop_id)
        .options(selectinload(Poster.presenters))
        .order_by(Poster.position, Poster.id)
    )


_STANDS = select(Poster.thread_id, Poster.workshop_id, PosterPresenter.person_id).outerjoin(
    PosterPresenter, PosterPresenter.poster_id == Poster.id
)


def _stands(work: Work, found: Select[int, int, int | None]) -> list[Stand]:
    presenters: dict[tuple[int, int], set[int]] = {}
    for thread_id, workshop_id, person_id in work.session.execute(found):
        known = presenters.setdefault((thread_id, workshop_id), set())
        if person_id is not None:
            known.add(person_id)
    return [Stand(thread, workshop, frozenset(ids)) for (thread, workshop), ids in presenters.items()]
