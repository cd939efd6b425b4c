"""Where presenters said that they are, read."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import and_, select

from portal.access import Actor, Permission, require
from portal.posters.models import Poster, PosterPresenter, PosterStanding
from portal.posters.rules import Code, Standing
from portal.store.work import Work


def standings_of(work: Work, poster_ids: Iterable[int]) -> dict[int, tuple[Standing, ...]]:
    """What the presenters of each of these posters said; one statement for any number."""
    ids = tuple(poster_ids)
    if not ids:
        return {}
    found = (
        select(PosterStanding)
        .join(
            PosterPresenter,
            and_(
                PosterPresenter.poster_id == PosterStanding.poster_id,
                PosterPresenter.person_id == PosterStanding.person_id,
            ),
        )
        .where(PosterStanding.poster_id.in_(ids))
    )
    told: dict[int, list[Standing]] = defaultdict(list)
    for row in work.session.scalars(found):
        told[row.poster_id].append(Standing(row.person_id, Code(row.code), row.until, row.said_at))
    return {poster_id: tuple(rows) for poster_id, rows in told.items()}


def poster_to_stand_at(work: Work, actor: Actor, poster_id: int) -> Poster:
    """The poster, for one of its presenters."""
    poster = work.get_in(actor.workshop_id, Poster, poster_id)
    require(actor, Permission.STAND_AT_POSTER, poster)
    return poster
