"""The schedule, with a star on everything."""

from collections.abc import Callable
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import anyone, page
from portal.doors.wording import ZoneChoice, zone_choice
from portal.programme import queries
from portal.programme.pages.blueprint import bp
from portal.programme.rules import (
    KINDS,
    LINK_KINDS,
    MODES,
    PAUSES,
    STARS_COOKIE,
    days_of,
    end_of,
    look_of,
    state_of,
    what_is_on,
)
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import page_to_see

BOARDS = "boards_in_sessions"
"""The extension that tells how many boards hang in each poster session: a feature above this one knows."""


@bp.get("/<slug>/schedule")
@anyone
def schedule(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop, at = page_to_see(work, actor, "schedule"), now()
    sessions = queries.sessions_of(work, workshop.id)
    zone = zone_choice(workshop.time_zone, at)
    return page(
        "programme/schedule.html",
        boards=boards_in(work, workshop.id),
        days=days_of(sessions, zone.zone),
        undated=[one for one in sessions if one.starts_at is None],
        session_count=len(sessions),
        next_id=getattr(what_is_on(sessions, at).next, "id", None),
        now=at,
        today=at.astimezone(zone.zone).date(),
        agenda=queries.agenda_to_see(work, actor, request.cookies.get(STARS_COOKIE, "")),
        other_zone=_other(zone, workshop),
        state_of=partial(state_of, at=at),
        **WORDS,
    )


def boards_in(work: Work, workshop_id: int) -> dict[int, int]:
    """How many boards hang in each session, by its id."""
    asked = cast(Callable[[Work, int], dict[int, int]], current_app.extensions[BOARDS])
    return asked(work, workshop_id)


WORDS = {
    "kinds": KINDS,
    "link_kinds": LINK_KINDS,
    "modes": MODES,
    "pauses": PAUSES,
    "look_of": look_of,
    "end_of": end_of,
}
"""What the schedule's template needs to name things."""


def _other(zone: ZoneChoice, workshop: Workshop) -> ZoneInfo | None:
    """The zone that the page does not show but may mention: the workshop's beside mine, mine beside the workshop's."""
    name = workshop.time_zone if zone.mode == "mine" else zone.own_name
    return ZoneInfo(name) if name and name != zone.name else None
