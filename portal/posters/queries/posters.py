"""Posters, read."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.access import Actor, Permission, may, require
from portal.accounts.models import Person
from portal.errors import NotFound
from portal.moderation.rules import Reported
from portal.posters.models import Poster
from portal.posters.queries.standings import standings_of
from portal.posters.rules import Card, Standing
from portal.posters.rules.similar import Likeness, Text, similar
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
    posters = work.session.scalars(found).all()
    said = standings_of(work, [poster.id for poster in posters])
    return [_card(poster, said.get(poster.id, ())) for poster in posters]


def poster_to_enter(work: Work, actor: Actor, poster_id: int) -> Poster:
    """The poster, if this person may stand in front of it."""
    hall_to_enter(work, actor)
    with_files = (joinedload(Poster.file), joinedload(Poster.parts))
    return work.get_in(actor.workshop_id, Poster, poster_id, *with_files)


def poster_to_report(work: Work, actor: Actor, poster_id: int) -> Reported:
    """A poster as moderators are told of it."""
    poster = poster_to_enter(work, actor, poster_id)
    return Reported(poster.title, f"posters/{poster.id}")


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


def poster_at(work: Work, actor: Actor, thread_id: int) -> Poster:
    """The poster whose room this is, if this person may stand in front of it."""
    workshop = hall_to_enter(work, actor)
    found = select(Poster).where(Poster.workshop_id == workshop.id, Poster.thread_id == thread_id)
    poster = work.session.scalars(found).one_or_none()
    if poster is None:
        raise NotFound
    return poster


def like_in(work: Work, cards: Sequence[Card], poster: Poster) -> list[Card]:
    """Those of all cards of the hall that are about the same; reckoned once for all, until one of them changes."""

    def read() -> Likeness:
        rows = work.session.execute(
            select(Poster.id, Poster.title, Poster.abstract, Poster.tags)
            .where(Poster.workshop_id == poster.workshop_id)
            .order_by(Poster.id)
        )
        return similar(tuple(Text(row.id, row.title, row.abstract, tuple(row.tags)) for row in rows))

    newest = max((card.changed_at for card in cards if card.changed_at), default=None)
    likeness = work.page(("posters.like", poster.workshop_id, len(cards), newest), read)
    by_id = {card.id: card for card in cards}
    return [by_id[one] for one in likeness.get(poster.id, ()) if one in by_id]


def _card(poster: Poster, standings: tuple[Standing, ...]) -> Card:
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
        standings=standings,
        award=poster.award,
        changed_at=poster.changed_at,
    )


def _posters(workshop_id: int) -> Select[Poster]:
    return (
        select(Poster)
        .where(Poster.workshop_id == workshop_id)
        .options(selectinload(Poster.presenters))
        .order_by(Poster.position, Poster.id)
    )
