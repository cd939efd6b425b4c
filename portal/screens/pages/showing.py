"""The screen of a hall: for accepted people as themselves, and by a secret link for the machine at the projector."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from flask import Response, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import anyone, client_key, signed_in
from portal.doors.picture import picture_of
from portal.doors.portal import this_portal
from portal.doors.wording import offset_of, zone_choice
from portal.polls.queries import wire as poll_seen
from portal.questions.queries import wire as question_seen
from portal.realtime.presence import Presence
from portal.screens import queries
from portal.screens.models import HallCode
from portal.screens.pages.blueprint import bp
from portal.stage.models import Stage
from portal.store.work import Work
from portal.threads.rules import room_of
from portal.workshops.models import Workshop

BY_LINK_MS, SIGNED_IN_MS = 2000, 4000
"""How often a screen looks: there is one machine in the hall, but everybody may open the screen as themselves."""


@bp.get("/<slug>/screen/<stage_slug>")
@signed_in
def screen(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    stage = queries.stage_to_show(work, actor, stage_slug)
    source = url_for("screens.look", slug=slug, stage_slug=stage_slug)
    return _page(work, stage, source, SIGNED_IN_MS)


@bp.get("/<slug>/screen/<stage_slug>/now")
@signed_in
def look(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    """What stands on the screen now, alone; answered without a body while nothing is new."""
    return _part(work, queries.stage_to_show(work, actor, stage_slug))


@bp.get("/<slug>/screen/<stage_slug>/link/<screen_token>")
@anyone
def by_link(work: Work, actor: Actor, slug: str, stage_slug: str, screen_token: str) -> ResponseReturnValue:
    """The same for whoever has the secret address; who asks is not looked at."""
    stage = _by_link(work, actor, stage_slug, screen_token)
    source = url_for("screens.look_by_link", slug=slug, stage_slug=stage_slug, screen_token=screen_token)
    return _page(work, stage, source, BY_LINK_MS)


@bp.get("/<slug>/screen/<stage_slug>/link/<screen_token>/now")
@anyone
def look_by_link(
    work: Work, actor: Actor, slug: str, stage_slug: str, screen_token: str
) -> ResponseReturnValue:
    return _part(work, _by_link(work, actor, stage_slug, screen_token))


def address_of(code: HallCode) -> str:
    """Where a telephone goes that reads the code."""
    return this_portal().settings.origin + url_for("screens.join", code=code.code)


def _by_link(work: Work, actor: Actor, stage_slug: str, token: str) -> Stage:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_screen, "screens.look", client_key())
    return queries.stage_by_link(work, actor.workshop_id, stage_slug, token)


def _page(work: Work, stage: Stage, source: str, every_ms: int) -> ResponseReturnValue:
    at = now()
    return render_template(
        "screens/screen.html",
        **_shown(work, stage, at),
        source=source,
        every_ms=every_ms,
        is_plain="plain" in request.args,
        server_time=int(at.timestamp() * 1000),
    )


def _part(work: Work, stage: Stage) -> Response:
    answer = make_response(render_template("screens/_now.html", **_shown(work, stage, now())))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _shown(work: Work, stage: Stage, at: datetime) -> dict[str, Any]:
    """What the templates need. A hall has one clock on its wall, so times are those of the workshop for everybody."""
    workshop = work.get(Workshop, stage.workshop_id)
    zone = workshop.time_zone
    g.zone = replace(zone_choice(zone, at), mode="workshop", name=zone, label=offset_of(zone, at))
    on = queries.on_screen(work, stage, at)
    presence = cast(Presence, current_app.extensions["presence"])
    address = address_of(on.code) if on.code else ""
    return {
        "workshop": workshop,
        "stage": stage,
        "on": on,
        "question": question_seen(on.question) if on.question else None,
        "poll": {**poll_seen(on.poll, on.counts), "voters": on.poll.voters} if on.poll else None,
        "address": address,
        "typed_address": address.partition("://")[2],
        "picture": picture_of(address) if address else None,
        "viewers": presence.people(room_of(stage.thread_id)).count,
    }
