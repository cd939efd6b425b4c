"""Stars and one's own agenda: in the browser before signing in, in the account after it."""

from functools import partial
from typing import Any

from flask import after_this_request, jsonify, make_response, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal.access import Actor, Permission
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import anyone, client_key, go, go_on, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import names, zone_choice
from portal.programme import actions, forms, queries
from portal.programme.pages.blueprint import bp
from portal.programme.pages.schedule import WORDS
from portal.programme.queries import Agenda
from portal.programme.rules import (
    REMINDED_BEFORE,
    STARS_COOKIE,
    Key,
    Planned,
    State,
    days_of,
    kept_with,
    read_kept,
    state_of,
)
from portal.registrations.queries import read_actor
from portal.store.work import Work
from portal.workshops.queries import page_to_see

NAVIGATION = (
    NavItem(
        "programme.schedule", "Schedule", "calendar-days", Permission.SEE_PAGE, page="schedule", is_phone=True
    ),
)

YEAR_SECONDS = 365 * 24 * 3600
NEW_FEED = "new-calendar-feed"


@bp.get("/<slug>/agenda")
@anyone
def agenda(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What one starred, in one's own zone, and the ways to take it along."""
    workshop, at = page_to_see(work, actor, "schedule"), now()
    mine = queries.agenda_to_see(work, actor, _kept())
    zone = zone_choice(workshop.time_zone, at)
    feed = queries.own_feed(work, actor) if actor.is_signed_in else None
    return page(
        "programme/agenda.html",
        agenda=mine,
        days=days_of(mine.planned, zone.zone),
        undated=[one for one in mine.planned if one.starts_at is None],
        feed=feed,
        feed_address=_address_shown_once(slug) if feed else "",
        state_of=partial(state_of, at=at),
        **WORDS,
    )


@bp.post("/<slug>/agenda/stars")
@anyone
def star(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Set a star or take it away. A visitor's browser keeps it in a cookie until they sign in."""
    key, is_on = forms.read_star(request.form)
    kept = _kept()
    if actor.is_signed_in:
        actions.set_star(work, actor, key, is_on=is_on)
    else:
        queries.entry_to_star(work, actor, key)
        kept = kept_with(read_kept(kept), key, is_on=is_on)
    if request.accept_mimetypes.best == "application/json":
        answer = make_response(jsonify(_state(queries.agenda_to_see(work, actor, kept), slug)))
    else:
        answer = make_response(go_on("programme.agenda", slug=slug))
    if not actor.is_signed_in:
        _keep_in(answer, kept)
    return answer


@bp.get("/<slug>/agenda/state")
@anyone
def agenda_state(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """For scripts: what is starred, what overlaps, and what is still ahead with its present time."""
    portal = this_portal()
    who = str(actor.person_id) if actor.is_signed_in else client_key()
    portal.limits.hit(portal.settings.limit_read, "programme.agenda", who)
    return jsonify(_state(queries.agenda_to_see(work, actor, _kept()), slug))


@bp.post("/<slug>/agenda/feed")
@signed_in
def make_feed(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Make the private calendar address, or a new one in place of the old. It is shown once."""
    token = actions.make_feed(work, actor)
    session[NEW_FEED] = {"slug": slug, "token": token}
    return go("programme.agenda", slug=slug, _anchor="calendar")


@bp.post("/<slug>/agenda/feed/end")
@signed_in
def end_feed(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Let the calendar address stop working."""
    actions.end_feed(work, actor)
    session.pop(NEW_FEED, None)
    return go("programme.agenda", slug=slug, _anchor="calendar")


def keep_stars(work: Work, sign_in_token: str) -> None:
    """Who has just signed in gets what the browser kept; the cookie goes when that has been stored."""
    kept = _kept()
    if not kept:
        return
    actions.keep(work, read_actor(work, sign_in_token, None).known_id, read_kept(kept))

    @after_this_request
    def forget(answer: Response) -> Response:
        if answer.status_code < 400:
            answer.delete_cookie(STARS_COOKIE, samesite="Lax", secure=this_portal().settings.is_https)
        return answer


def _kept() -> str:
    return request.cookies.get(STARS_COOKIE, "")


def _keep_in(answer: Response, kept: str) -> None:
    answer.set_cookie(
        STARS_COOKIE,
        kept,
        max_age=YEAR_SECONDS if kept else 0,
        samesite="Lax",
        httponly=True,
        secure=this_portal().settings.is_https,
    )


def _address_shown_once(slug: str) -> str:
    made = session.get(NEW_FEED)
    if not isinstance(made, dict) or made.get("slug") != slug:
        return ""
    session.pop(NEW_FEED)
    path = url_for("programme.feed", slug=slug, feed_token=made["token"])
    return this_portal().settings.origin + path


def _state(mine: Agenda, slug: str) -> dict[str, Any]:
    at = now()
    ahead = [one for one in mine.planned if state_of(one, at) == State.AHEAD]
    return {
        "stars": sorted(mine.keys),
        "clashes": {str(key): f"overlaps with {names(titles, 3)}" for key, titles in mine.clashes.items()},
        "ahead": [_coming(one, slug) for one in ahead],
        "remind_seconds": int(REMINDED_BEFORE.total_seconds()),
    }


def _coming(one: Planned, slug: str) -> dict[str, Any]:
    return {
        "key": str(one.key),
        "title": one.title,
        "starts_at": one.starts_at.isoformat() if one.starts_at else None,
        "href": url_for("stage.session", slug=slug, session_id=one.session_id, _anchor=_anchor(one.key)),
    }


def _anchor(key: Key) -> str | None:
    return f"talk-{key.id}" if key.is_talk else None
