"""Visits and stars, read."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, and_, cast, func, literal, null, or_, select, union_all

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.posters.models import Poster, PosterDownload, PosterPresenter, PosterStar, PosterVisit
from portal.posters.rules import Figures, Mine, Visits
from portal.profiles.models import Listing
from portal.registrations.models import Registration
from portal.store.base import Instant
from portal.store.work import Work


def seen_by(work: Work, actor: Actor) -> frozenset[int]:
    """The posters of this workshop that the person has been at."""
    return frozenset(work.session.scalars(_own(PosterVisit, actor)))


def starred_by(work: Work, actor: Actor) -> frozenset[int]:
    """The posters of this workshop that the person has starred."""
    return frozenset(work.session.scalars(_own(PosterStar, actor)))


def marks_of(work: Work, actor: Actor) -> Mine:
    """Both at once, in one statement."""
    visits = select(PosterVisit.poster_id, PosterVisit.first_at).where(
        PosterVisit.workshop_id == actor.workshop_id, PosterVisit.person_id == actor.known_id
    )
    stars = select(PosterStar.poster_id, cast(null(), Instant)).where(
        PosterStar.workshop_id == actor.workshop_id, PosterStar.person_id == actor.known_id
    )
    rows = work.session.execute(union_all(visits, stars)).all()
    return Mine(
        actor.known_id,
        {poster_id: first_at for poster_id, first_at in rows if first_at is not None},
        frozenset(poster_id for poster_id, first_at in rows if first_at is None),
    )


def visits_in(work: Work, workshop_id: int) -> dict[int, Visits]:
    """How many people were at each poster that had a visitor, and when the last of them came."""
    found = (
        select(PosterVisit.poster_id, func.count(), func.max(PosterVisit.last_at))
        .where(PosterVisit.workshop_id == workshop_id)
        .group_by(PosterVisit.poster_id)
    )
    return {poster_id: Visits(people, last_at) for poster_id, people, last_at in work.session.execute(found)}


def visitors_until(work: Work, workshop_id: int, until: datetime) -> Mapping[int, int]:
    """How many people had been at each poster by a moment that has passed; read once for everybody."""

    def read() -> Mapping[int, int]:
        found = (
            select(PosterVisit.poster_id, func.count().label("people"))
            .where(PosterVisit.workshop_id == workshop_id, PosterVisit.first_at < until)
            .group_by(PosterVisit.poster_id)
        )
        return {row.poster_id: row.people for row in work.session.execute(found)}

    return work.known(("posters.visitors", workshop_id, until), read)


def visitors_of(work: Work, actor: Actor, poster_id: int) -> Figures:
    """What its presenters may know of a poster's visitors; names only of those who chose to be seen."""
    poster = work.get_in(actor.workshop_id, Poster, poster_id)
    require(actor, Permission.SEE_VISITORS, poster)
    rows = work.session.execute(
        select(PosterVisit.first_at, PosterVisit.last_at, PosterVisit.times, Person.name, Person.is_shown)
        .join(Person, Person.id == PosterVisit.person_id)
        .where(PosterVisit.poster_id == poster.id)
        .order_by(PosterVisit.first_at)
    ).all()
    stars = select(func.count()).where(PosterStar.poster_id == poster.id)
    taken = (
        select(PosterDownload.kind, func.count())
        .where(PosterDownload.poster_id == poster.id)
        .group_by(PosterDownload.kind)
        .order_by(PosterDownload.kind)
    )
    return Figures(
        people=len(rows),
        visits=sum(row.times for row in rows),
        last_at=max((row.last_at for row in rows), default=None),
        stars=work.session.scalar(stars) or 0,
        came=tuple(row.first_at for row in rows),
        taken=tuple((kind, people) for kind, people in work.session.execute(taken)),
        names=tuple(row.name for row in rows if row.is_shown),
    )


def shown_people(work: Work, workshop_id: int) -> frozenset[int]:
    """Those registered here who chose to be seen by others in the hall, and are not invisible for now."""
    return shown_in(work, [workshop_id])


def shown_in(work: Work, workshop_ids: Collection[int]) -> frozenset[int]:
    """The same for several workshops at once."""
    if not workshop_ids:
        return frozenset()
    found = (
        select(Registration.person_id)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(
            Listing,
            and_(Listing.person_id == Person.id, Listing.workshop_id == Registration.workshop_id),
        )
        .where(
            Registration.workshop_id.in_(workshop_ids),
            Person.is_shown,
            or_(Listing.person_id.is_(None), ~Listing.is_invisible),
        )
    )
    return frozenset(work.session.scalars(found))


def presents(work: Work, actor: Actor, poster_id: int) -> bool:
    """Whether this person stands at the poster as one of its presenters."""
    found = select(literal(1)).where(
        PosterPresenter.poster_id == poster_id, PosterPresenter.person_id == actor.known_id
    )
    return work.session.scalar(found) is not None


def _own(model: type[PosterVisit] | type[PosterStar], actor: Actor) -> Select[int]:
    return select(model.poster_id).where(
        model.workshop_id == actor.workshop_id, model.person_id == actor.known_id
    )
