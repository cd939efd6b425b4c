"""The floor of a workshop, read: its posters and its tables, each in its place."""

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.lounge.queries import tables_in
from portal.maps.rules import Plan, Spot, layout
from portal.posters.models import Poster, PosterPresenter
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see


def map_to_enter(work: Work, actor: Actor) -> Workshop:
    """The workshop on whose map this person may walk; asked before anything is looked for."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.WALK_MAP, workshop)
    return workshop


def plan_of(work: Work, workshop_id: int) -> Plan:
    """The floor as it is now; a few statements and some arithmetic, however many come in at once."""
    tables = [
        Spot(key=f"t{one.id}", id=one.id, thread_id=one.thread_id, title=one.title, seats=one.seats)
        for one in tables_in(work, workshop_id)
    ]
    return layout(_boards(work, workshop_id), tables)


def _boards(work: Work, workshop_id: int) -> list[Spot]:
    presenters: dict[int, set[int]] = {}
    there = select(PosterPresenter.poster_id, PosterPresenter.person_id).join(
        Poster, Poster.id == PosterPresenter.poster_id
    )
    for poster_id, person_id in work.session.execute(there.where(Poster.workshop_id == workshop_id)):
        presenters.setdefault(poster_id, set()).add(person_id)
    rows = work.session.execute(
        select(Poster.id, Poster.thread_id, Poster.title, Poster.board, Poster.tags, Poster.file_id)
        .where(Poster.workshop_id == workshop_id)
        .order_by(Poster.position, Poster.id)
    )
    return [
        Spot(
            key=f"p{row.id}",
            id=row.id,
            thread_id=row.thread_id,
            title=row.title,
            label=row.board,
            topic=row.tags[0] if row.tags else "",
            file_id=row.file_id,
            presenter_ids=frozenset(presenters.get(row.id, ())),
        )
        for row in rows
    ]
