"""The one page of a presenter, and the sheets with QR codes for the paper posters."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import page, signed_in
from portal.doors.picture import Picture, picture_of
from portal.doors.portal import this_portal
from portal.posters import forms, queries
from portal.posters.models import Poster
from portal.posters.pages.blueprint import bp
from portal.posters.pages.parts import parts_shown
from portal.posters.pages.slots import WORDS, troubles_of
from portal.posters.rules import Mode, SlotTimes
from portal.store.work import Work
from portal.workshops.queries import workshop_of

WAITING = "poster_waiting"
"""Where portal.app keeps who says, for any number of posters, what waits there: `questions` and `talks`, by poster id."""

WaitingAt = Callable[[Work, Collection[int]], Mapping[int, Any]]


@dataclass(frozen=True)
class Label:
    """A board in the real hall, with the code that leads to the same poster online."""

    board: str
    title: str
    authors: list[str]
    address: str
    picture: Picture


@bp.get("/<slug>/my-posters")
@signed_in
def mine(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """My slots, my files, my room, who presents with me, and what collides."""
    own = queries.own_posters(work, actor)
    workshop = workshop_of(work, actor)
    troubles = troubles_of(own.standing, {poster.id for poster in own.posters})
    waiting_at = cast(WaitingAt, current_app.extensions[WAITING])
    is_mine = [one for one in troubles if one.collision.person_id == actor.person_id]
    return page(
        "posters/mine.html",
        posters=own.posters,
        slots=own.slots,
        waiting=waiting_at(work, [poster.id for poster in own.posters]),
        at=now(),
        troubles=is_mine,
        names=own.standing.names,
        proposal=queries.second_slot(work, workshop, own.standing) if is_mine else None,
        parts=parts_shown(),
        may_place=False,
        **WORDS,
    )


@bp.get("/<slug>/posters/labels")
@signed_in
def labels(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """A label for every board, or those of one session; to be printed."""
    workshop = queries.hall_to_fill(work, actor)
    session_id = forms.read_number(request.args.get("session", ""))
    posters = queries.posters_to_seat(work, workshop.id)
    slots = queries.slots_of(work, [poster.id for poster in posters])
    made = [
        label for poster in posters for label in _labels(slug, poster, slots.get(poster.id, []), session_id)
    ]
    return page(
        "posters/labels.html",
        labels=made,
        size=_size(),
        session_id=session_id,
        sessions=queries.poster_sessions(work, workshop.id),
        poster=None,
    )


@bp.get("/<slug>/posters/<int:poster_id>/label")
@signed_in
def label(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """The labels of one poster, for its presenters."""
    poster, held = queries.slots_to_see(work, actor, poster_id)
    return page(
        "posters/labels.html", labels=_labels(slug, poster, held, 0), size=_size("page"), poster=poster
    )


def _size(otherwise: str = "eight") -> str:
    asked = request.args.get("size", "")
    return asked if asked in {"eight", "page"} else otherwise


def _labels(slug: str, poster: Poster, held: list[SlotTimes], session_id: int) -> list[Label]:
    """One for each board on which the poster hangs on site; without slots, one for its own board."""
    here = [slot for slot in held if not session_id or slot.session_id == session_id]
    if session_id and not here:
        return []
    on_site = [slot.board for slot in here if slot.mode is Mode.ONSITE]
    boards = dict.fromkeys(on_site or [poster.board])
    path = url_for("posters.room", slug=slug, poster_id=poster.id)
    address = this_portal().settings.origin + path
    return [Label(board, poster.title, poster.author_names, address, picture_of(address)) for board in boards]
