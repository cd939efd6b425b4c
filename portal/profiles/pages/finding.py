"""Finding people, and looking at one of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, cast

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import page, signed_in
from portal.doors.portal import this_portal
from portal.profiles import forms, queries
from portal.profiles.pages.blueprint import bp
from portal.profiles.rules import Circle, Glance, Shown, Spot, link_name
from portal.store.work import Work

CIRCLE = "profile_circle"
"""Where portal.app keeps who knows whom somebody has to do with."""

WHEREABOUTS = "profile_whereabouts"
"""Where portal.app keeps who knows in which room people are."""

ASIDES = "profile_asides"
"""Where portal.app keeps what higher features show on a profile: by name, who reads what its template needs."""

CircleOf = Callable[[Work, Actor], Circle]
SpotsHere = Callable[[Work, int, Collection[int]], Mapping[int, Spot]]
Aside = Callable[[Work, Actor, str, int], Any]

KEPT_SECONDS = 300
PICTURE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def circle_of(work: Work, actor: Actor) -> Circle:
    """Whom this person has to do with."""
    return cast(CircleOf, current_app.extensions[CIRCLE])(work, actor)


@bp.get("/<slug>/directory")
@signed_in
def listing(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Those who want to be found, narrowed by words and filters."""
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_search, "directory", str(actor.known_id))
    wanted = forms.read_wanted(request.args, queries.roles_listed())
    workshop = queries.workshop_of_people(work, actor)
    found, total = queries.directory(
        work, actor, wanted, circle_of(work, actor), lambda ids: _spots(work, workshop.id, ids)
    )
    return page(
        "profiles/directory.html",
        found=found,
        total=total,
        wanted=wanted,
        roles=queries.roles_listed(),
        mine=queries.own_listing(work, actor),
    )


@bp.get("/<slug>/directory/<int:person_id>")
@signed_in
def one(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    """One person; somebody who is hidden is not there."""
    circle = circle_of(work, actor)
    shown = queries.person_shown(work, actor, person_id, circle)
    workshop = queries.workshop_of_people(work, actor)
    asides = cast(Mapping[str, Aside], current_app.extensions[ASIDES])
    return page(
        "profiles/one.html",
        person=_placed(work, workshop.id, shown),
        links=[(link, link_name(link)) for link in shown.links],
        is_me=person_id == actor.person_id,
        mine=queries.own_listing(work, actor),
        asides={name: here(work, actor, slug, person_id) for name, here in asides.items()},
        may_meet=may(actor, Permission.MEET_PERSON, Glance(workshop.id, person_id, True, True, False)),
    )


@bp.get("/<slug>/directory/<int:person_id>/picture/<int:width>.webp")
@signed_in
def picture(work: Work, actor: Actor, slug: str, person_id: int, width: int) -> ResponseReturnValue:
    """Somebody's picture, for those to whom they show it."""
    return sent(*queries.portrait_of(work, actor, person_id, width, circle_of(work, actor)))


def sent(data: bytes, etag: str) -> Response:
    """A picture that a browser may keep for a few minutes; whoever hides theirs is hidden soon."""
    answer = make_response(data)
    answer.content_type = "image/webp"
    answer.set_etag(etag)
    answer.cache_control.private = True
    answer.cache_control.max_age = KEPT_SECONDS
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    answer.make_conditional(request)
    return answer


def _spots(work: Work, workshop_id: int, ids: Collection[int]) -> Mapping[int, Spot]:
    return cast(SpotsHere, current_app.extensions[WHEREABOUTS])(work, workshop_id, ids) if ids else {}


def _placed(work: Work, workshop_id: int, shown: Shown) -> Shown:
    if not shown.shows_place:
        return shown
    return replace(shown, spot=_spots(work, workshop_id, [shown.id]).get(shown.id))
