"""The forms of a poster: new, changed, its file, taken down."""

from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.files.actions import stash
from portal.files.forms import read_upload
from portal.files.rules import Stashed
from portal.posters import actions, forms, queries
from portal.posters.models import Poster
from portal.posters.pages.blueprint import bp
from portal.posters.pages.parts import parts_shown
from portal.posters.rules import Place, PosterDraft, authors_text, links_text
from portal.store.work import Work
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class Sent:
    """What a poster's form brought, its file already checked and laid down."""

    draft: PosterDraft
    place: Place | None
    stashed: Stashed | None


def receive(actor: Actor, slug: str, poster_id: int | None = None) -> Sent:
    """Read the form and check its file, with no transaction open; only for those who may send one."""
    portal = this_portal()
    with portal.store.reading() as work:
        if poster_id is None:
            queries.hall_to_fill(work, actor)
        else:
            queries.poster_to_edit(work, actor, poster_id)
    draft, place = forms.read_poster(request.form), forms.read_place(request.form)
    upload = read_upload(request.files)
    if upload is None:
        return Sent(draft, place, None)
    settings = portal.settings
    portal.limits.hit(settings.limit_upload, "upload", str(actor.known_id))
    stashed = stash(settings.data_dir, upload.stream, upload.name, limit_mb=settings.upload_limit_mb)
    return Sent(draft, place, stashed)


@bp.get("/<slug>/posters/new")
@signed_in
def new_form(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    workshop = queries.hall_to_fill(work, actor)
    position = queries.next_position(work, workshop.id)
    return _form(work, actor, Poster(title="", summary="", abstract="", board="", position=position))


@bp.post("/<slug>/posters/new")
@prepared(receive)
def new(work: Work, actor: Actor, sent: Sent, slug: str) -> ResponseReturnValue:
    poster = actions.add(work, actor, sent.draft, place=sent.place, stashed=sent.stashed)
    flash("The poster hangs in the hall.", "success")
    return _after(work, actor, slug, poster.id)


@bp.get("/<slug>/posters/<int:poster_id>/edit")
@signed_in
def edit_form(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    return _form(work, actor, queries.poster_to_edit(work, actor, poster_id))


@bp.post("/<slug>/posters/<int:poster_id>/edit")
@prepared(receive)
def edit(work: Work, actor: Actor, sent: Sent, slug: str, poster_id: int) -> ResponseReturnValue:
    actions.change(work, actor, poster_id, sent.draft, place=sent.place, stashed=sent.stashed)
    flash("The poster is saved.", "success")
    return _after(work, actor, slug, poster_id)


@bp.post("/<slug>/posters/<int:poster_id>/file/remove")
@signed_in
def remove_file(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    actions.remove_file(work, actor, poster_id)
    flash("The file is removed. The poster and its chat stay.", "success")
    return go("posters.edit_form", slug=slug, poster_id=poster_id)


@bp.get("/<slug>/posters/<int:poster_id>/take-down")
@signed_in
def take_down_form(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    return page("posters/take_down.html", poster=queries.poster_to_place(work, actor, poster_id))


@bp.post("/<slug>/posters/<int:poster_id>/take-down")
@signed_in
def take_down(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    actions.take_down(work, actor, poster_id)
    flash("The poster is taken down.", "success")
    return go("posters.papers", slug=slug)


def _form(work: Work, actor: Actor, poster: Poster) -> ResponseReturnValue:
    return page(
        "posters/edit.html",
        poster=poster,
        authors=authors_text(poster.authors or ()),
        links=links_text(poster.links or ()),
        people=queries.people_to_choose(work, actor),
        may_place=may(actor, Permission.PLACE_POSTER, workshop_of(work, actor)),
        parts=parts_shown(),
        upload_limit_mb=this_portal().settings.upload_limit_mb,
    )


def _after(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """To the poster's room; an operator who is no guest of the workshop sees the papers instead."""
    if may(actor, Permission.SEE_POSTERS, workshop_of(work, actor)):
        return go("posters.room", slug=slug, poster_id=poster_id)
    return go("posters.papers", slug=slug)
