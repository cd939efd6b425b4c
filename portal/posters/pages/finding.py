"""From a thread to the poster whose room it is, for pages that know the thread alone."""

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, signed_in
from portal.posters import queries
from portal.posters.pages.blueprint import bp
from portal.store.work import Work


@bp.get("/<slug>/posters/rooms/<int:thread_id>")
@signed_in
def by_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    return go("posters.room", slug=slug, poster_id=queries.poster_at(work, actor, thread_id).id)


def path_of_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> str:
    """The page on which a message at a poster is read."""
    return url_for("posters.room", slug=slug, poster_id=queries.poster_at(work, actor, thread_id).id)
