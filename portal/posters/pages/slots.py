"""The slots of one poster, and the boards of a session: forms of organizers; presenters name who stands where."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.http import go, go_on, page, signed_in
from portal.posters import actions, forms, queries
from portal.posters.models import Poster, PosterSlot
from portal.posters.pages.blueprint import bp
from portal.posters.queries import Standing
from portal.posters.rules import (
    HALF_WORDS,
    MODE_WORDS,
    PATTERN_WORDS,
    PATTERNS,
    Collision,
    Mode,
    Pattern,
    Remedy,
    SlotTimes,
    remedies,
)
from portal.programme.models import ProgrammeSession
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class Trouble:
    """A collision with what can be done about it."""

    collision: Collision
    name: str
    remedies: list[Remedy]


@dataclass(frozen=True)
class Row:
    """A poster in the list from which the boards of a session are ticked."""

    poster: Poster
    is_in: bool
    pattern: Pattern
    board: str


def troubles_of(standing: Standing, poster_ids: set[int]) -> list[Trouble]:
    """What collides at these posters, and who could take over."""
    return [
        Trouble(one, standing.names[one.person_id], remedies(one, standing.stood, standing.presenters))
        for one in standing.of(poster_ids)
    ]


WORDS = {"modes": MODE_WORDS, "halves": HALF_WORDS, "patterns": PATTERN_WORDS}


@bp.get("/<slug>/boards")
@signed_in
def board_sessions(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All poster sessions with their boards, and everything that collides before the day."""
    workshop = queries.hall_to_fill(work, actor)
    standing = queries.standing_in(work, workshop.id)
    troubles = troubles_of(standing, set(standing.presenters))
    return page(
        "posters/boards.html",
        sessions=queries.poster_sessions(work, workshop.id),
        counts=queries.boards_in_sessions(work, workshop.id),
        troubles=troubles,
        names=standing.names,
        proposal=queries.second_slot(work, workshop, standing),
        may_place=True,
    )


@bp.get("/<slug>/sessions/<int:session_id>/boards")
@signed_in
def boards(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    """Boards of this session: which posters hang in it, where, and in which half."""
    workshop = workshop_of(work, actor)
    session = queries.session_to_fill(work, actor, session_id)
    standing = queries.standing_in(work, workshop.id)
    posters = queries.posters_to_seat(work, workshop.id)
    slots = queries.slots_of(work, [poster.id for poster in posters])
    rows = [_row(poster, slots.get(poster.id, []), session.id) for poster in posters]
    troubles = troubles_of(standing, {row.poster.id for row in rows if row.is_in})
    return page(
        "posters/session_boards.html",
        session=session,
        rows=rows,
        troubles=troubles,
        names=standing.names,
        proposal=queries.second_slot(work, workshop, standing) if troubles else None,
        may_place=True,
        **WORDS,
    )


@bp.post("/<slug>/sessions/<int:session_id>/boards")
@signed_in
def fill(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    count = actions.fill_session(work, actor, session_id, forms.read_seats(request.form))
    flash(f"{count} {'board hangs' if count == 1 else 'boards hang'} in this session.", "success")
    return go("posters.boards", slug=slug, session_id=session_id)


@bp.get("/<slug>/posters/<int:poster_id>/slots")
@signed_in
def slots(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """When and where a poster is presented, and by whom."""
    poster, held = queries.slots_to_see(work, actor, poster_id)
    workshop = workshop_of(work, actor)
    standing = queries.standing_in(work, workshop.id)
    troubles = troubles_of(standing, {poster.id})
    return page(
        "posters/slots.html",
        poster=poster,
        slots=held,
        at=now(),
        troubles=troubles,
        names=standing.names,
        proposal=queries.second_slot(work, workshop, standing),
        values=_values(None, workshop.zone),
        options=_options(work, workshop, {slot.session_id for slot in held}),
        may_place=may(actor, Permission.PLACE_POSTER, poster),
        **WORDS,
    )


@bp.post("/<slug>/posters/<int:poster_id>/slots")
@signed_in
def add_slot(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    queries.poster_to_place(work, actor, poster_id)
    draft = forms.read_slot(request.form, workshop_of(work, actor).zone)
    actions.add_slot(work, actor, poster_id, draft)
    flash("The slot is added.", "success")
    return go("posters.slots", slug=slug, poster_id=poster_id)


@bp.get("/<slug>/posters/<int:poster_id>/slots/<int:slot_id>")
@signed_in
def slot_form(work: Work, actor: Actor, slug: str, poster_id: int, slot_id: int) -> ResponseReturnValue:
    poster = queries.poster_to_place(work, actor, poster_id)
    workshop = workshop_of(work, actor)
    slot = queries.slot_of(work, poster, slot_id)
    return page(
        "posters/slot.html",
        poster=poster,
        slot=slot,
        values=_values(slot, workshop.zone),
        options=_options(work, workshop, {slot.session_id}),
        **WORDS,
    )


@bp.post("/<slug>/posters/<int:poster_id>/slots/<int:slot_id>")
@signed_in
def change_slot(work: Work, actor: Actor, slug: str, poster_id: int, slot_id: int) -> ResponseReturnValue:
    queries.poster_to_place(work, actor, poster_id)
    draft = forms.read_slot(request.form, workshop_of(work, actor).zone)
    actions.change_slot(work, actor, poster_id, slot_id, draft)
    flash("The slot is saved.", "success")
    return go("posters.slots", slug=slug, poster_id=poster_id)


@bp.post("/<slug>/posters/<int:poster_id>/slots/<int:slot_id>/drop")
@signed_in
def drop_slot(work: Work, actor: Actor, slug: str, poster_id: int, slot_id: int) -> ResponseReturnValue:
    actions.drop_slot(work, actor, poster_id, slot_id)
    flash("The slot is removed.", "success")
    return go("posters.slots", slug=slug, poster_id=poster_id)


@bp.post("/<slug>/posters/<int:poster_id>/slots/<int:slot_id>/people")
@signed_in
def stand_at(work: Work, actor: Actor, slug: str, poster_id: int, slot_id: int) -> ResponseReturnValue:
    """Who stands at this slot; a co-author takes over."""
    actions.stand_at(work, actor, poster_id, slot_id, forms.read_people(request.form))
    flash("It is settled who stands there.", "success")
    return go_on("posters.slots", slug=slug, poster_id=poster_id)


@bp.post("/<slug>/posters/<int:poster_id>/slots/split")
@signed_in
def split_slots(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """Online in the first half of a session, on site in the second."""
    actions.split_slots(work, actor, poster_id, forms.read_number(request.form.get("session", "")))
    flash("Online first half, on site second half.", "success")
    return go_on("posters.slots", slug=slug, poster_id=poster_id)


def _row(poster: Poster, held: list[SlotTimes], session_id: int) -> Row:
    here = [slot for slot in held if slot.session_id == session_id]
    places = {(slot.mode, slot.half) for slot in here}
    fitting = (pattern for pattern, wanted in PATTERNS.items() if set(wanted) == places)
    pattern = next(fitting, Pattern.BOTH if len(places) > 1 else Pattern.ONSITE)
    return Row(poster, bool(here), pattern, here[0].board if here else poster.board)


def _options(work: Work, workshop: Workshop, more: set[int | None]) -> list[tuple[str, str]]:
    """The poster sessions to choose from, and those that a slot belongs to already, with their days and times."""
    sessions = queries.poster_sessions(work, workshop.id)
    known = {session.id for session in sessions}
    sessions += [work.get_in(workshop.id, ProgrammeSession, one) for one in more if one and one not in known]
    told = [(str(one.id), f"{_when(one.starts_at, workshop.zone)}{one.title}") for one in sessions]
    return [("", "None: times of its own"), *told]


def _values(slot: PosterSlot | None, zone: ZoneInfo) -> dict[str, str]:
    """A slot as the fields of its form show it."""
    if slot is None:
        return {"session": "", "half": "", "mode": Mode.ONSITE, "board": "", "starts_at": "", "ends_at": ""}
    return {
        "session": str(slot.session_id or ""),
        "half": slot.half,
        "mode": slot.mode,
        "board": slot.board,
        "starts_at": _field(slot.starts_at, zone),
        "ends_at": _field(slot.ends_at, zone),
    }


def _field(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if at else ""


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %H:%M} " if at else ""
