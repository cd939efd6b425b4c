"""What is on: the bar of every page, a stage, one session, and the demo's own stream."""

from datetime import datetime, timedelta
from functools import partial

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.furniture import NavItem, NowBar
from portal.doors.http import anyone, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import duration, when
from portal.errors import NotFound
from portal.polls.pages import polls_here
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.rules import KINDS, LINK_KINDS, PAUSES, look_of, state_of
from portal.questions.pages import board_here
from portal.questions.queries import asked_in, rows_in
from portal.slides.pages import slides_here
from portal.stage import queries
from portal.stage.pages.blueprint import bp
from portal.stage.pages.recordings import recordings_here
from portal.stage.rules import Screen, live_playlist, minutes_until
from portal.store.work import Work
from portal.surveys.queries import surveys_for
from portal.threads.pages import chat_here
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_around, workshop_of

NAVIGATION = (NavItem("stage.stage", "Stage", "tv", Permission.SEE_STAGE, is_phone=True),)


def now_bar(work: Work, actor: Actor, workshop: Workshop) -> NowBar:
    """The bar under the masthead of every page of a workshop."""
    on = queries.on_now(work, actor, workshop, now())
    if on is None:
        return NowBar("none")
    entry = on.talk or on.session
    where = [on.session.title if on.talk else "", on.stage_name]
    return NowBar(
        state="now" if on.is_now else "next",
        title=entry.title,
        session_title=" · ".join(part for part in where if part),
        label=_label(on),
        href=url_for("stage.session", slug=workshop.slug, session_id=on.session.id),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        key=f"{'t' if on.talk else 's'}{entry.id}",
        was=entry.was_ends_at if on.is_now else entry.was_starts_at,
        pause=on.pause.title if on.pause and may(actor, Permission.SEE_LOUNGE, workshop) else "",
    )


@bp.get("/<slug>/now")
@anyone
def bar(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The bar alone, for a page that stays open."""
    if workshop_around(work, actor) is None:
        raise NotFound
    return page("parts/now_bar.html")


@bp.get("/<slug>/stage")
@bp.get("/<slug>/stage/<stage_slug>")
@anyone
def stage(work: Work, actor: Actor, slug: str, stage_slug: str | None = None) -> ResponseReturnValue:
    """A stage as it is now; without an address the first one, since most workshops have only one."""
    found = queries.stage_to_see(work, actor, stage_slug)
    if found is None:
        return page("stage/none.html")
    return _room(work, actor, slug, queries.stage_room(work, actor, found, now()), is_stage=True)


def path_of_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> str:
    """The page on which a message beside a stage is read."""
    found = next((one for one in queries.stages_to_see(work, actor) if one.thread_id == thread_id), None)
    if found is None:
        raise NotFound
    return url_for("stage.stage", slug=slug, stage_slug=found.slug)


@bp.get("/<slug>/sessions/<int:session_id>")
@anyone
def session(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    return _room(work, actor, slug, queries.room_to_see(work, actor, session_id, now()))


@bp.get("/<slug>/stream/<stage_slug>/live.m3u8")
@signed_in
def playlist(work: Work, actor: Actor, slug: str, stage_slug: str) -> ResponseReturnValue:
    """The demo's stream at this moment."""
    _ask_demo()
    text = live_playlist(queries.loop_to_play(work, actor, stage_slug), now())
    return Response(text, content_type="application/vnd.apple.mpegurl")


@bp.get("/<slug>/stream/<stage_slug>/<name>")
@signed_in
def segment(work: Work, actor: Actor, slug: str, stage_slug: str, name: str) -> ResponseReturnValue:
    _ask_demo()
    answer = Response(queries.loop_segment(work, actor, stage_slug, name), content_type="video/mp2t")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _room(
    work: Work, actor: Actor, slug: str, room: queries.Room, *, is_stage: bool = False
) -> ResponseReturnValue:
    chat = None
    if room.stage and room.may_watch:
        chat = chat_here(work, actor, slug, room.stage.thread_id)
    at = now()
    entry = room.talk or room.session
    recordings = recordings_here(room)
    rows = rows_in(work, room.session.id) if room.session else {}
    return page(
        "stage/room.html",
        board=board_here(work, actor, slug, _board_of(entry), rows) if chat and entry else None,
        polls=polls_here(work, actor, f"s{room.session.id}") if chat and room.session else None,
        slides=slides_here(work, actor, room.session, room.decks) if chat and room.session else None,
        surveys=surveys_for(work, actor, workshop_of(work, actor)) if room.screen == Screen.OVER else (),
        asked=asked_in(work, actor, room.session, rows) if room.session else None,
        room=room,
        recordings=recordings,
        sources=recordings or [one.seen for one in room.sources],
        may_direct=bool(room.stage) and may(actor, Permission.DIRECT_STREAM, room.stage),
        chat=chat,
        is_stage=is_stage,
        at=at,
        until=partial(_until, at=at),
        state_of=partial(state_of, at=at),
        look_of=look_of,
        kinds=KINDS,
        pauses=PAUSES,
        link_kinds=LINK_KINDS,
    )


def _board_of(entry: ProgrammeSession | Talk) -> str:
    """The questions beside the stage are those of the talk that is on, else of the session."""
    return f"{'t' if isinstance(entry, Talk) else 's'}{entry.id}"


def _until(later: datetime | None, at: datetime) -> str:
    """The time until then in words; nothing when that is more than half a day, where the date says more."""
    minutes = minutes_until(later, at)
    return duration(at, at + timedelta(minutes=minutes)) if minutes <= 12 * 60 else ""


def _ask_demo() -> None:
    """Only the demo has a stream of its own."""
    if not this_portal().settings.is_demo:
        raise NotFound


def _label(on: queries.OnNow) -> str:
    entry = on.talk or on.session
    if on.is_now:
        left = minutes_until(entry.ends_at, now())
        return f"{left} min left" if left else ""
    minutes = minutes_until(entry.starts_at, now())
    return f"in {minutes} min" if minutes < 60 else when(entry.starts_at)
