"""The hall, the papers, the room in front of a poster, and the forms that fill them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, current_app, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import anyone, go, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.files.actions import stash
from portal.files.forms import read_upload
from portal.files.rules import Stashed
from portal.posters import actions, forms, queries
from portal.posters.models import Poster
from portal.posters.rules import (
    Board,
    Card,
    Hall,
    HallView,
    Place,
    PosterDraft,
    arrange,
    authors_text,
    board_of,
    links_text,
    seed_of,
)
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.threads.rules import room_of
from portal.workshops.queries import workshop_of

bp = Blueprint("posters", __name__)

NAVIGATION = (
    NavItem("posters.hall", "Posters", "images", Permission.SEE_POSTERS, is_phone=True),
    NavItem("posters.papers", "Papers", "file-text", Permission.SEE_PAGE, page="papers"),
)

SIZE_COOKIE = "hall_size"
YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/<slug>/posters")
@signed_in
def hall(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All posters as cards, in an order that is fair, with who stands where; a chosen size is remembered."""
    view = forms.read_hall(request.args, request.cookies)
    answer = make_response(page("posters/hall.html", view=view, hall=_hall(work, actor, view)))
    if request.args.get("size"):
        answer.set_cookie(SIZE_COOKIE, view.size, max_age=YEAR_SECONDS, samesite="Lax", path="/")
    return answer


@bp.get("/<slug>/papers")
@anyone
def papers(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The accepted works to read, with a way into their rooms for those who may enter."""
    posters = queries.posters_to_read(work, actor)
    editable = {poster.id for poster in posters if may(actor, Permission.EDIT_POSTER, poster)}
    return page("posters/papers.html", posters=posters, editable=editable)


@bp.get("/<slug>/posters/<int:poster_id>")
@signed_in
def room(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """In front of one poster: the poster, its authors, who is here, and the chat."""
    poster = queries.poster_to_enter(work, actor, poster_id)
    view = forms.read_hall(request.args, request.cookies)
    return page(
        "posters/room.html",
        poster=poster,
        view=view,
        place=_hall(work, actor, view).walk(poster_id),
        crowd=_people(poster.thread_id),
        present_ids=_ids(poster.thread_id),
        chat=_chat(work, actor, slug, poster),
        may_edit=may(actor, Permission.EDIT_POSTER, poster),
    )


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
        upload_limit_mb=this_portal().settings.upload_limit_mb,
    )


def _after(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """To the poster's room; an operator who is no guest of the workshop sees the papers instead."""
    if may(actor, Permission.SEE_POSTERS, workshop_of(work, actor)):
        return go("posters.room", slug=slug, poster_id=poster_id)
    return go("posters.papers", slug=slug)


def _hall(work: Work, actor: Actor, view: HallView) -> Hall:
    cards = queries.cards_in_hall(work, actor)
    boards = {card.thread_id: _board(card) for card in cards}
    today = now().astimezone(workshop_of(work, actor).zone).date()
    return arrange(cards, boards, view, seed_of(actor.known_id, today))


def _chat(work: Work, actor: Actor, slug: str, poster: Poster) -> Mapping[str, Any]:
    chat = queries.chat_of(work, actor, poster, forms.read_before(request.args))
    here = url_for("posters.room", slug=slug, poster_id=poster.id)
    earlier = f"{here}?before={chat['earliest']}" if chat["earliest"] > 1 else ""
    action = url_for("threads.post", slug=slug, thread_id=poster.thread_id, next=f"{here}#talk")
    return {
        **chat,
        "title": "Chat",
        "people": _people(poster.thread_id),
        "action": action,
        "earlier_href": earlier,
    }


def _presence() -> Presence:
    return cast(Presence, current_app.extensions["presence"])


def _people(thread_id: int) -> dict[str, Any]:
    return _presence().people(room_of(thread_id)).wire()


def _ids(thread_id: int) -> frozenset[int]:
    return frozenset(seat.id for seat in _presence().people(room_of(thread_id)).seats)


def _board(card: Card) -> Board:
    return board_of(_presence().people(room_of(card.thread_id)).seats, card.presenter_ids)
