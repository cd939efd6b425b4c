"""What a visitor marks: a star, and, where no script says so by itself, that they have seen a poster."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go_on, signed_in
from portal.posters import actions, forms, queries
from portal.posters.pages.blueprint import bp
from portal.store.work import Work


@bp.post("/<slug>/posters/stars")
@signed_in
def star(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Star a poster or take the star away; a script gets all stars back."""
    poster_id, is_on = forms.read_star(request.form)
    actions.set_star(work, actor, poster_id, is_on=is_on)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"starred": sorted(queries.starred_by(work, actor))})
    return go_on("posters.hall", slug=slug)


@bp.post("/<slug>/posters/<int:poster_id>/seen")
@signed_in
def seen(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """For browsers without scripts; with them the room says so itself."""
    actions.visit(work, actor, poster_id)
    return go_on("posters.room", slug=slug, poster_id=poster_id)
