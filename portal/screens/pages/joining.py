"""For the telephones in the hall: the code, coming in by it, and the small page with the questions and the polls."""

from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.http import anyone, client_key, go, guests_too, page
from portal.doors.identity import guest_token, seat, token_of_request
from portal.doors.portal import this_portal
from portal.errors import Invalid, NotFound
from portal.polls.pages import polls_here
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.pages import board_here
from portal.screens import actions, forms, queries
from portal.screens.models import HallCode
from portal.screens.pages.blueprint import bp
from portal.screens.rules import clean_code
from portal.stage.models import Stage
from portal.stage.queries import stage_room
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see

LOOKS_AGAIN = timedelta(minutes=1)
"""A talk may begin earlier than the page was told, so it asks again after so long."""


@dataclass(frozen=True)
class Door:
    """The hall that a code opens, and how whoever asks stands to it."""

    code: HallCode
    stage: Stage
    workshop: Workshop
    is_inside: bool
    is_known: bool

    @property
    def path(self) -> str:
        return url_for("screens.hall", slug=self.workshop.slug, stage_slug=self.stage.slug)


@bp.get("/<slug>/join")
@anyone
def ask_code(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The form for the code, where no camera reads it."""
    return page("screens/code.html", workshop=workshop_to_see(work, actor))


@bp.post("/<slug>/join")
@anyone
def read_code(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Go to the hall of this code. Every code that is none gets the same answer."""
    _count_try()
    workshop = workshop_to_see(work, actor)
    try:
        code, _, _ = queries.code_to_use(work, forms.read_code(request.form), workshop.id)
    except NotFound as refusal:
        raise Invalid(refusal.message, fields={"code": refusal.message}) from None
    return go("screens.join", code=code.code)


@bp.get("/j/<code>")
@anyone
def join(work: Work, actor: Actor, code: str) -> ResponseReturnValue:
    """Whoever may be in the hall is led there; others are told how. Looking makes nobody a guest: programs look too."""
    door = _door(work, code)
    if door.is_inside:
        return redirect(door.path, 303)
    return page(
        "screens/come_in.html",
        workshop=door.workshop,
        stage=door.stage,
        code=door.code,
        is_known=door.is_known,
        sign_in_href=url_for("accounts.sign_in", next=door.path),
    )


@bp.post("/j/<code>")
@anyone
def come_in(work: Work, actor: Actor, code: str) -> ResponseReturnValue:
    """Be a guest of the hall in this browser; pressed twice it is one guest."""
    door = _door(work, code)
    if not door.is_inside:
        seat(actions.join(work, door.code.code))
    return redirect(door.path, 303)


@bp.get("/<slug>/hall/<stage_slug>")
@guests_too
def hall(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    """Ask and vote: no stream, nothing that plays, nothing beside it."""
    at = now()
    stage = queries.hall_to_see(work, actor, stage_slug)
    room = stage_room(work, actor, stage, at)
    entry = room.talk or room.session
    return page(
        "screens/hall.html",
        room=room,
        stage=stage,
        entry=entry,
        board=board_here(work, actor, slug, _board_of(entry)) if entry else None,
        polls=polls_here(work, actor, f"s{room.session.id}") if room.session else None,
        whole=polls_here(work, actor, f"w{stage.workshop_id}"),
        is_guest=actor.hall is not None,
        turns_at=min(room.turns_at or at + LOOKS_AGAIN, at + LOOKS_AGAIN),
    )


def _door(work: Work, text: str) -> Door:
    """What a code opens; raises NotFound for one that is none, and for a workshop that nobody may know of yet."""
    _count_try()
    portal = this_portal()
    code, stage, workshop = queries.code_to_use(work, clean_code(text))
    here, guest = (portal.read_actor(work, one, workshop.id) for one in (token_of_request(), guest_token()))
    if not may(here, Permission.SEE_WORKSHOP, workshop):
        raise NotFound(queries.NO_CODE)
    is_inside = queries.may_see(here, code.place) or queries.may_see(guest, code.place)
    return Door(code, stage, workshop, is_inside, here.is_signed_in)


def _board_of(entry: ProgrammeSession | Talk) -> str:
    """As beside the stage: the questions of the talk that is on, else of the session."""
    return f"{'t' if isinstance(entry, Talk) else 's'}{entry.id}"


def _count_try() -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_join, "screens.join", client_key())
