"""The console: the day as it is now, the way to everything that organizers do, and what is missing still."""

from collections.abc import Sequence
from typing import Any, cast

from flask import Blueprint, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, AnyStage, Permission, may, require
from portal.clock import now as instant
from portal.console import queries
from portal.console.rules import Mark, Stream, load_of, missing, summed
from portal.doors.furniture import NavItem
from portal.doors.http import page, signed_in
from portal.doors.places import Group, Place, places_for
from portal.doors.portal import this_portal
from portal.doors.wording import zone_choice
from portal.errors import NotFound
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.workshops.queries import workshop_of

bp = Blueprint("console", __name__)

PLACES = "console_places"
WAITING = "console_waiting"
CHECKS = "console_checks"
"""Where portal.app leaves what it hands over: the places of the console, what may wait, and what the set-up needs."""

NAVIGATION = (NavItem("console.now", "Console", "sliders-horizontal", Permission.SEE_CONSOLE, is_minor=True),)


@bp.get("/<slug>/console")
@signed_in
def now(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Who is here, what is on, what waits and what is broken."""
    return page("console/now.html", **_shown(work, actor))


@bp.get("/<slug>/console/part")
@signed_in
def part(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The moving parts of it alone; answered without a body while nothing is new."""
    shown = _shown(work, actor)
    workshop = workshop_of(work, actor)
    g.zone = zone_choice(workshop.time_zone, instant())
    answer = make_response(render_template("console/_now.html", workshop=workshop, **shown))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@bp.get("/<slug>/console/set-up")
@signed_in
def set_up(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What is missing before the day, each with the page where it is done."""
    makers = cast("Sequence[queries.MakeCheck]", current_app.extensions[CHECKS])
    checks = queries.checks_of(work, actor, this_portal().settings, makers)
    return page("console/set_up.html", checks=checks, missing=missing(checks), marks=Mark)


@bp.get("/<slug>/console/<word>")
@signed_in
def group(work: Work, actor: Actor, slug: str, word: str) -> ResponseReturnValue:
    """The pages of one group, each with what it is for."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_CONSOLE, workshop)
    places = cast("Sequence[Place]", current_app.extensions[PLACES])
    here = next((one for one in Group if one.value == word), None)
    mine = [one for one in places_for(places, actor, workshop.id) if one.group is here]
    if here is None or not mine:
        raise NotFound("There is no such part of the console.")
    return page("console/group.html", group=here, places=mine)


def _shown(work: Work, actor: Actor) -> dict[str, Any]:
    portal, presence = this_portal(), cast(Presence, current_app.extensions["presence"])

    def people(room: str) -> frozenset[int]:
        return frozenset(seat.id for seat in presence.people(room).seats)

    seen = queries.look(work, actor, instant(), presence.rooms(), people)
    kinds = cast("Sequence[queries.Waiting]", current_app.extensions[WAITING])
    loads = [load_of(numbers) for numbers in portal.figures.workers()]
    return {
        "seen": seen,
        "waits": queries.waits_in(work, actor, seen.workshop.id, kinds),
        "load": summed(loads),
        "loads": loads,
        "may_run": may(actor, Permission.ANNOUNCE, AnyStage(seen.workshop.id)),
        "may_edit_stage": may(actor, Permission.EDIT_STAGE, seen.workshop),
        "streams": Stream,
    }
