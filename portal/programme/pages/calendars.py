"""Calendar files: one session, one talk, and the private feed of somebody's agenda, which needs no cookie."""

from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, make_response, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import anyone, client_key
from portal.doors.portal import this_portal
from portal.programme import queries
from portal.programme.pages.blueprint import bp
from portal.programme.pages.calendar_file import calendar_of
from portal.programme.rules import Key, Planned
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

SETTLED = timedelta(seconds=2)
"""A moment that HTTP writes without fractions says nothing yet about a change in the same second."""


@bp.get("/<slug>/schedule/sessions/<int:session_id>.ics")
@anyone
def session_calendar(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    """One session for a calendar program."""
    return _one(work, actor, slug, Key(is_talk=False, id=session_id))


@bp.get("/<slug>/schedule/talks/<int:talk_id>.ics")
@anyone
def talk_calendar(work: Work, actor: Actor, slug: str, talk_id: int) -> ResponseReturnValue:
    """One talk for a calendar program."""
    return _one(work, actor, slug, Key(is_talk=True, id=talk_id))


@bp.get("/<slug>/agenda/<feed_token>.ics")
@anyone
def feed(work: Work, actor: Actor, slug: str, feed_token: str) -> ResponseReturnValue:
    """Somebody's agenda for whoever has the secret address; who asks is not looked at."""
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_feed, "programme.feed", client_key())
    row, planned = queries.feed_to_read(work, actor.workshop_id, feed_token)
    workshop = work.get(Workshop, row.workshop_id)
    answer = _file(slug, workshop, planned, f"My agenda · {workshop.name}")
    return _cached(answer, max([row.changed_at, *(one.changed_at for one in planned)]))


def _one(work: Work, actor: Actor, slug: str, key: Key) -> ResponseReturnValue:
    planned = queries.planned_of(queries.entry_to_star(work, actor, key))
    answer = _file(slug, workshop_of(work, actor), (planned,), planned.title)
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{key}.ics"'
    return _cached(answer, planned.changed_at)


def _file(slug: str, workshop: Workshop, planned: Collection[Planned], name: str) -> Response:
    origin = this_portal().settings.origin

    def address_of(one: Planned) -> str:
        anchor = f"talk-{one.key.id}" if one.key.is_talk else None
        return origin + url_for("stage.session", slug=slug, session_id=one.session_id, _anchor=anchor)

    host = urlsplit(origin).hostname or "localhost"
    body = calendar_of(planned, name=name, host=host, address_of=address_of)
    return make_response(body, {"Content-Type": "text/calendar; charset=utf-8"})


def _cached(answer: Response, changed_at: datetime) -> Response:
    """Asked again each time, and answered without a body while nothing is new."""
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    if now() - changed_at > SETTLED:
        answer.last_modified = changed_at
    answer.make_conditional(request)
    return answer
