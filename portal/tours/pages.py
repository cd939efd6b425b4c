"""The page of one's tour, its part beside a poster, and everything that is pressed there."""

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, current_app, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import go_on, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import Conflict, Invalid
from portal.notices.rules import room_of as pages_of
from portal.posters.models import Poster
from portal.posters.queries import marks_of, poster_to_enter
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.tours import actions, forms, queries
from portal.tours.rules import FEWEST, MOST, PATIENCE

bp = Blueprint("tours", __name__)


@bp.get("/<slug>/tours")
@signed_in
def tours(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Wait, walk, or look back at what one saw."""
    walk = queries.walk_of(work, actor, now())
    starred = marks_of(work, actor).starred if walk.state == "over" else frozenset()
    return page("tours/tours.html", tour=_part(walk), starred=starred)


@bp.get("/<slug>/tours/part")
@signed_in
def part(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The part that moves, alone; beside a poster `at` says which."""
    walk, at = queries.walk_of(work, actor, now()), forms.read_at(request.args)
    poster = poster_to_enter(work, actor, at) if at is not None else None
    starred = marks_of(work, actor).starred if walk.state == "over" else frozenset()
    return page("tours/part.html", tour=_part(walk, work, actor, poster), starred=starred)


def tour_here(work: Work, actor: Actor, slug: str, poster: Poster) -> dict[str, Any] | None:
    """What templates/tours/_tour.html wants beside a poster; none for who neither waits, walks, nor receives a group."""
    if not queries.is_under_way(work, actor) and actor.known_id not in poster.presenter_ids:
        return None
    shown = _part(queries.walk_of(work, actor, now()), work, actor, poster)
    return shown if shown["walk"].state in {"waiting", "walking"} or shown["is_host"] else None


@bp.post("/<slug>/tours/join")
@signed_in
def join(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    workshop = queries.tours_to_join(work, actor)
    _count(actor)
    try:
        actions.join(work, actor, forms.read_topics(request.form), has_a_page(_presence(), workshop.id))
    except Invalid as refusal:
        flash(refusal.message, "error")
    return go_on("tours.tours", slug=slug)


@bp.post("/<slug>/tours/leave-queue")
@signed_in
def leave_queue(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    _count(actor)
    actions.leave_queue(work, actor)
    return go_on("tours.tours", slug=slug)


@bp.post("/<slug>/tours/leave")
@signed_in
def leave(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    _count(actor)
    actions.leave(work, actor)
    return go_on("tours.tours", slug=slug)


@bp.post("/<slug>/tours/skip")
@signed_in
def skip(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """One more for going on; who comes too late is told."""
    queries.tours_to_join(work, actor)
    _count(actor)
    stop = forms.read_stop(request.form)
    return _told(lambda: actions.skip(work, actor, stop), slug)


@bp.post("/<slug>/tours/<int:tour_id>/longer")
@signed_in
def longer(work: Work, actor: Actor, slug: str, tour_id: int) -> ResponseReturnValue:
    """A minute more, for who walks along or presents here."""
    queries.tours_to_join(work, actor)
    _count(actor)
    stop = forms.read_stop(request.form)
    return _told(lambda: actions.longer(work, actor, tour_id, stop), slug)


@bp.post("/<slug>/tours/alone")
@signed_in
def alone(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    _count(actor)
    return _told(lambda: actions.go_alone(work, actor), slug)


@bp.post("/<slug>/tours/another")
@signed_in
def another(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    _count(actor)
    return _told(lambda: actions.join_another(work, actor), slug)


@bp.post("/<slug>/tours/led")
@signed_in
def led(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Whether the page goes along by itself."""
    _count(actor)
    return _told(lambda: actions.set_led(work, actor, is_on=forms.read_led(request.form)), slug)


def has_a_page(presence: Presence, workshop_id: int) -> Callable[[int], bool]:
    """Who has any page of the workshop open."""
    return lambda person: bool(presence.people(pages_of(workshop_id, person)).seats)


def _told(act: Callable[[], object], slug: str) -> ResponseReturnValue:
    """Do it, and say kindly why it could not be."""
    try:
        act()
    except Conflict as refusal:
        flash(refusal.message, "warning")
    return go_on("tours.tours", slug=slug)


def _part(
    walk: queries.Walk, work: Work | None = None, actor: Actor | None = None, poster: Poster | None = None
) -> dict[str, Any]:
    at = now()
    is_host = poster is not None and actor is not None and actor.known_id in poster.presenter_ids
    return {
        "walk": walk,
        "now": at,
        "at_id": poster.id if poster else None,
        "is_host": is_host,
        "hosted": queries.hosted_at(work, poster, at) if is_host and work and poster else [],
        "fewest": FEWEST,
        "most": MOST,
        "patience": int(PATIENCE.total_seconds()),
    }


def _presence() -> Presence:
    return cast(Presence, current_app.extensions["presence"])


def _count(actor: Actor) -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_tour, "tours", str(actor.known_id))
