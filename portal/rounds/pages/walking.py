"""Which boards need somebody; and what the hall and a poster's room show of the round."""

from typing import Any, cast

from flask import current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import page, signed_in
from portal.doors.wording import zone_choice
from portal.notices.rules import room_of as pages_of
from portal.posters.models import Poster
from portal.realtime.presence import Presence
from portal.rounds import forms, queries
from portal.rounds.pages.blueprint import bp
from portal.rounds.rules import MOST_PINS, Kind, call_words
from portal.store.work import Work
from portal.threads.rules import room_of
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

NAVIGATION = (NavItem("rounds.rounds", "Round", "compass", Permission.SEE_ROUNDS, is_minor=True),)


@bp.get("/<slug>/rounds")
@signed_in
def rounds(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The boards that need somebody, the most urgent first."""
    workshop = queries.workshop_to_walk(work, actor)
    return page("rounds/rounds.html", **_shown(work, actor, workshop))


@bp.get("/<slug>/rounds/now")
@signed_in
def look(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The moving parts of the page alone; answered without a body while nothing is new."""
    workshop = queries.workshop_to_walk(work, actor)
    g.zone = zone_choice(workshop.time_zone, now())
    shown = render_template("rounds/_now.html", workshop=workshop, **_shown(work, actor, workshop))
    answer = make_response(shown)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def pins_here(work: Work, actor: Actor, slug: str) -> dict[str, Any]:
    """What templates/rounds/_pins.html wants, in the hall."""
    workshop = workshop_of(work, actor)
    return {"pins": queries.pins_in(work, workshop.id, now())}


def rounds_here(work: Work, actor: Actor, slug: str, poster: Poster) -> dict[str, Any] | None:
    """What templates/rounds/_here.html wants beside a poster; nothing for those who have no part in the round."""
    is_helper = may(actor, Permission.SEE_ROUNDS, poster)
    may_see_figures = may(actor, Permission.SEE_VISITORS, poster)
    if not is_helper and not may_see_figures:
        return None
    at, call, pin = now(), None, None
    if is_helper:
        row = queries.open_call_at(work, poster.id)
        way = queries.way_there(work, row.id) if row else None
        # Who is in the room by now may still say so: the page knows nobody by the way they came.
        call = way if way and way.is_open(at) and actor.known_id in way.called_ids else None
        pins = queries.pins_in(work, poster.workshop_id, at)
        pin = next((one for one in pins if one.poster_id == poster.id), None)
    return {
        "poster": poster,
        "call": call,
        "pin": pin,
        "may_lead": may(actor, Permission.LEAD_ROUNDS, poster),
        "may_see_figures": may_see_figures,
        "next": request.full_path.rstrip("?"),
    }


def _shown(work: Work, actor: Actor, workshop: Workshop) -> dict[str, Any]:
    """What the templates need of the boards at this moment."""
    presence, at = cast(Presence, current_app.extensions["presence"]), now()
    session = forms.read_session(request.args)

    def here(thread_id: int) -> frozenset[int]:
        return frozenset(seat.id for seat in presence.people(room_of(thread_id)).seats)

    def is_connected(person_id: int) -> bool:
        return bool(presence.people(pages_of(workshop.id, person_id)).seats)

    return {
        "look": queries.chairs_look(work, actor, session, at, here=here, is_connected=is_connected),
        "kinds": Kind,
        "at": at,
        "session": session,
        "most_pins": MOST_PINS,
        "call_words": call_words,
        "may_lead": may(actor, Permission.LEAD_ROUNDS, workshop),
        "me_id": actor.known_id,
    }
