"""The page of the map; without JavaScript it is the list of boards and tables with who is there."""

from typing import cast

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import page, signed_in
from portal.maps import queries
from portal.maps.rules import Area, share_of
from portal.realtime.floors import Floors
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.threads.rules import room_of

bp = Blueprint("maps", __name__)


@bp.get("/<slug>/map")
@signed_in
def walk(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The hall and the lounge as a map, and beside it the list that leads everywhere, the busy places first."""
    workshop = queries.map_to_enter(work, actor)
    plan = queries.plan_of(work, workshop.id)
    there = cast(Floors, current_app.extensions["floors"]).people(workshop.id)
    presence = cast(Presence, current_app.extensions["presence"])
    inside = {area.spot.key: presence.people(room_of(area.spot.thread_id)).count for area in plan.areas}
    standing = share_of(plan.area_at(one.x, one.y) for one in there)
    areas = sorted(
        enumerate(plan.areas),
        key=lambda one: (-standing.get(one[1].spot.key, 0), -inside[one[1].spot.key], one[0]),
    )
    return page(
        "maps/map.html",
        plan=plan,
        areas=areas,
        paths={area.spot.key: _path(slug, area) for area in plan.areas},
        standing=standing,
        inside=inside,
        count=len(there),
    )


def _path(slug: str, area: Area) -> str:
    """The room of a board or a table."""
    if area.is_table:
        return url_for("lounge.table", slug=slug, table_id=area.spot.id)
    return url_for("posters.room", slug=slug, poster_id=area.spot.id)
