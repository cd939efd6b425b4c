"""The hall, the papers, and the room in front of a poster."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import anyone, page, signed_in
from portal.doors.portal import this_portal
from portal.events import PeopleSeen
from portal.posters import forms, queries
from portal.posters.models import Poster
from portal.posters.pages.blueprint import bp
from portal.posters.pages.slots import WORDS
from portal.posters.rules import (
    WALK,
    Board,
    Card,
    Hall,
    HallView,
    Mine,
    Standing,
    arrange,
    board_of,
    seed_of,
    spell_of,
    state_of,
)
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.threads.pages import chat_here
from portal.threads.rules import room_of
from portal.workshops.queries import workshop_of

NAVIGATION = (
    NavItem("posters.hall", "Posters", "images", Permission.SEE_POSTERS, is_phone=True),
    NavItem(
        "posters.mine", "My posters", "presentation", Permission.SEE_POSTERS, is_shown=queries.presents_any
    ),
    NavItem("posters.papers", "Papers", "file-text", Permission.SEE_PAGE, page="papers", is_minor=True),
)

ASIDES = "poster_asides"
"""Where portal.app keeps what higher features show beside a poster: by name, who reads what its template needs."""

HALL_ASIDES = "hall_asides"
"""The same for the hall."""

Aside = Callable[[Work, Actor, str, Poster], Any]
HallAside = Callable[[Work, Actor, str], Any]

SIZE_COOKIE = "hall_size"
YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/<slug>/posters")
@signed_in
def hall(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All posters as cards, in an order that is fair, with who stands where; a chosen size is remembered."""
    view = forms.read_hall(request.args, request.cookies)
    shown = queries.shown_people(work, workshop_of(work, actor).id)
    cards = _hall(work, actor, view, queries.marks_of(work, actor), shown, has_sessions=True)
    found = cast(Mapping[str, HallAside], current_app.extensions[HALL_ASIDES])
    asides = {name: here(work, actor, slug) for name, here in found.items()}
    answer = make_response(page("posters/hall.html", view=view, hall=cards, asides=asides, at=now()))
    if request.args.get("size"):
        is_https = this_portal().settings.is_https
        answer.set_cookie(SIZE_COOKIE, view.size, max_age=YEAR_SECONDS, samesite="Lax", secure=is_https)
    return answer


@bp.get("/<slug>/papers")
@anyone
def papers(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The accepted works to read, with a way into their rooms for those who may enter."""
    posters = queries.posters_to_read(work, actor)
    editable = {poster.id for poster in posters if may(actor, Permission.EDIT_POSTER, poster)}
    return page("posters/papers.html", posters=posters, editable=editable)


@bp.get("/<slug>/posters/<int:poster_id>")
@signed_in
def room(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """In front of one poster: the poster, its authors, who is here, and the chat."""
    poster = queries.poster_to_enter(work, actor, poster_id)
    view, at = forms.read_hall(request.args, request.cookies), now()
    mine = queries.marks_of(work, actor)
    # What one sees on the way stays in the list along which one walks.
    cards = _hall(work, actor, view, mine.until(at - WALK), has_sessions=bool(view.session))
    place = cards.walk(poster_id)
    said = next((card.standings for card in cards.cards if card.id == poster_id), ())
    return page(
        "posters/room.html",
        poster=poster,
        view=view,
        place=place,
        next_file_id=next((card.file_id for card in cards.cards if card.id == place.after), None),
        mine=mine,
        likes=queries.like_in(work, cards.cards, poster),
        crowd=_people(poster.thread_id),
        chat=chat_here(work, actor, slug, poster.thread_id),
        may_edit=may(actor, Permission.EDIT_POSTER, poster),
        may_stand=may(actor, Permission.STAND_AT_POSTER, poster),
        **_standings(poster, said),
        asides={name: here(work, actor, slug, poster) for name, here in _asides().items()},
        may_point=may(actor, Permission.POINT_AT_POSTER, poster),
        slots=queries.slots_of(work, [poster.id]).get(poster.id, []),
        at=at,
        **WORDS,
    )


def _hall(
    work: Work,
    actor: Actor,
    view: HallView,
    mine: Mine,
    shown: frozenset[int] = frozenset(),
    *,
    has_sessions: bool,
) -> Hall:
    cards, workshop, at = queries.cards_in_hall(work, actor), workshop_of(work, actor), now()
    boards = {card.thread_id: _board(card, shown) for card in cards}
    visitors = queries.visitors_until(work, workshop.id, spell_of(at))
    blocks = queries.blocks_of(work, workshop.id) if has_sessions else ()
    seed = seed_of(actor.known_id, at.astimezone(workshop.zone).date())
    return arrange(cards, boards, view, seed, mine=mine, visitors=visitors, blocks=blocks)


def _standings(poster: Poster, standings: Iterable[Standing]) -> dict[str, Any]:
    """Where each presenter of a poster is, and what holds of what they said, by person id."""
    connected, at = _ids(poster.thread_id), now()
    said = {one.person_id: one for one in standings if one.holds(at)}
    return {
        "connected_ids": connected,
        "stood": said,
        "states": {
            person: state_of(said.get(person), at, is_connected=person in connected)
            for person in poster.presenter_ids
        },
    }


def _asides() -> Mapping[str, Aside]:
    return cast(Mapping[str, Aside], current_app.extensions[ASIDES])


def _presence() -> Presence:
    return cast(Presence, current_app.extensions["presence"])


def _people(thread_id: int) -> PeopleSeen:
    return _presence().people(room_of(thread_id)).wire()


def _ids(thread_id: int) -> frozenset[int]:
    return frozenset(seat.id for seat in _presence().people(room_of(thread_id)).seats)


def _board(card: Card, shown_ids: frozenset[int]) -> Board:
    seats = _presence().people(room_of(card.thread_id)).seats
    return board_of(seats, card.presenter_ids, shown_ids, at=now(), standings=card.standings)
