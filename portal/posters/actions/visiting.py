"""What a visitor leaves behind at a poster: that they were there, a star, and what they took along."""

from sqlalchemy import case, delete

from portal.access import Actor
from portal.clock import now
from portal.posters.models import PosterDownload, PosterStar, PosterVisit
from portal.posters.queries import poster_to_enter, presents
from portal.posters.rules import ONE_VISIT, Took
from portal.store.upsert import upsert
from portal.store.work import Work


def visit(work: Work, actor: Actor, poster_id: int) -> bool:
    """Somebody is at a poster; whether that counts. Who presents it does not, and who comes back soon is still there."""
    poster = poster_to_enter(work, actor, poster_id)
    if presents(work, actor, poster.id):
        return False
    at = now()
    came = upsert(work, PosterVisit).values(
        poster_id=poster.id,
        person_id=actor.known_id,
        workshop_id=poster.workshop_id,
        first_at=at,
        last_at=at,
        times=1,
    )
    is_new = case((PosterVisit.last_at < at - ONE_VISIT, 1), else_=0)
    work.session.execute(
        came.on_conflict_do_update(
            index_elements=["poster_id", "person_id"],
            set_={"last_at": at, "times": PosterVisit.times + is_new},
        )
    )
    return True


def took(work: Work, actor: Actor, poster_id: int, kind: Took) -> None:
    """Somebody takes a file along; who presents it does not count."""
    poster = poster_to_enter(work, actor, poster_id)
    if presents(work, actor, poster.id):
        return
    kept = upsert(work, PosterDownload).values(
        poster_id=poster.id, person_id=actor.known_id, kind=kind, taken_at=now()
    )
    work.session.execute(kept.on_conflict_do_nothing())


def set_star(work: Work, actor: Actor, poster_id: int, *, is_on: bool) -> None:
    """Star a poster, or take the star away; doing it twice is the same as once."""
    poster = poster_to_enter(work, actor, poster_id)
    mine = {"poster_id": poster.id, "person_id": actor.known_id}
    if not is_on:
        work.session.execute(delete(PosterStar).filter_by(**mine))
        return
    star = upsert(work, PosterStar).values(**mine, workshop_id=poster.workshop_id, starred_at=now())
    work.session.execute(star.on_conflict_do_nothing())
