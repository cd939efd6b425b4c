"""Stages and sessions, read: what is on, and what each visitor may see of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, PageAccess, Permission, may, require
from portal.errors import NotAllowed, NotFound
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import on_at, session_to_see, sessions_of
from portal.programme.rules import State, is_for_company, state_of
from portal.slides.models import SlideDeck
from portal.slides.queries import decks_in
from portal.stage.events import SourcesTold
from portal.stage.models import Stage, StreamSource
from portal.stage.rules import (
    Loop,
    Screen,
    around,
    on_air,
    read_loop,
    screen,
    talk_on,
    to_join,
    turns_at,
)
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of, workshop_to_see

LOOP_DIR = Path(__file__).parent / "loop"
"""The demo's own stream: segments of two seconds and the playlist that ffmpeg wrote beside them."""

CLOSED = (
    "The stage is for people whose registration has been accepted. Register for the workshop, and its "
    "organizers will let you in."
)


@dataclass(frozen=True)
class OnNow:
    """What the bar on every page says: a session that is on, with the talk given in it, or the one that comes next.

    `pause` is a break that is on at the same time.
    """

    session: ProgrammeSession
    is_now: bool
    talk: Talk | None = None
    stage_name: str = ""
    pause: ProgrammeSession | None = None


@dataclass(frozen=True)
class Room:
    """A session, or a stage without one, as one visitor sees it.

    Sources and slides are empty for those who may not watch. At `turns_at` the page will look different.
    """

    session: ProgrammeSession | None
    state: State
    talk: Talk | None
    stage: Stage | None
    screen: Screen
    may_watch: bool
    turns_at: datetime | None
    sources: Sequence[StreamSource]
    decks: Sequence[SlideDeck]
    before: ProgrammeSession | None
    after: ProgrammeSession | None

    def decks_of(self, talk: Talk | None) -> list[SlideDeck]:
        """The uploaded slides of one talk; with None, those of the session as a whole."""
        return [deck for deck in self.decks if deck.talk_id == (talk.id if talk else None)]


def on_now(work: Work, actor: Actor, workshop: Workshop, at: datetime) -> OnNow | None:
    """What is on, or next, in this workshop; nothing for those who may not see its schedule."""
    access = PageAccess(workshop.id, is_public="schedule" not in workshop.registered_pages)
    if not may(actor, Permission.SEE_PAGE, access):
        return None
    current, ahead = on_at(work, workshop.id, at)
    session = to_join(current)
    pause = next((one for one in current if is_for_company(one.kind)), None)
    if session is None:
        return OnNow(ahead, False, stage_name=_stage_name(work, ahead), pause=pause) if ahead else None
    talk = talk_on(session.talks, at)
    return OnNow(session, True, talk=talk, stage_name=_stage_name(work, session), pause=pause)


def stages_of(work: Work, workshop_id: int) -> list[Stage]:
    """All stages of a workshop with their sources, in the order in which they were made. One statement."""
    found = select(Stage).where(Stage.workshop_id == workshop_id).order_by(Stage.id)
    rows = work.session.scalars(
        found.options(joinedload(Stage.sources), joinedload(Stage.backstage, innerjoin=True))
    )
    return [work.hold(stage) for stage in rows.unique()]


def stages_to_manage(work: Work, actor: Actor) -> list[Stage]:
    """The list that an organizer edits."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_STAGE, workshop)
    return stages_of(work, workshop.id)


def stage_to_edit(work: Work, actor: Actor, stage_id: int) -> Stage:
    """One stage, for those who may edit it."""
    stage = work.get_in(actor.workshop_id, Stage, stage_id)
    require(actor, Permission.EDIT_STAGE, stage)
    return stage


def stages_to_see(work: Work, actor: Actor) -> list[Stage]:
    """All stages, for accepted people; others are told how to become one."""
    workshop = workshop_to_see(work, actor)
    if actor.is_signed_in and not may(actor, Permission.SEE_STAGE, workshop):
        raise NotAllowed(CLOSED)
    require(actor, Permission.SEE_STAGE, workshop)
    return stages_of(work, workshop.id)


def stage_to_see(work: Work, actor: Actor, slug: str | None) -> Stage | None:
    """The stage with this address, or without one the first; none where the workshop has none yet."""
    stages = stages_to_see(work, actor)
    if slug is None:
        return stages[0] if stages else None
    found = next((stage for stage in stages if stage.slug == slug), None)
    if found is None:
        raise NotFound("There is no stage with this address.")
    return found


def stage_to_hear(work: Work, actor: Actor, stage_id: int) -> Stage:
    """One stage, for those who may watch it."""
    stage = work.get_in(actor.workshop_id, Stage, stage_id)
    require(actor, Permission.SEE_STAGE, stage)
    return stage


def workshop_of_stage(work: Work, stage_id: int) -> int:
    """The workshop of a stage; raises NotFound."""
    return work.known(("stage", stage_id), lambda: work.get(Stage, stage_id).workshop_id)


def stream_heads(work: Work, stage_ids: Collection[int]) -> list[SourcesTold]:
    """The number of the newest change of each of these stages' sources."""
    found = select(Stage.id, Stage.stream_head).where(Stage.id.in_(tuple(stage_ids)))
    return [SourcesTold(stage=row.id, head=row.stream_head) for row in work.session.execute(found)]


def stage_room(work: Work, actor: Actor, stage: Stage, at: datetime) -> Room:
    """The page of a stage: the session that is on, else the next one, else the last one."""
    everything = sessions_of(work, stage.workshop_id)
    session = on_air((one for one in everything if one.stage_id == stage.id), at)
    return _room(work, actor, stage, session, everything=everything, at=at)


def room_to_see(work: Work, actor: Actor, session_id: int, at: datetime) -> Room:
    """The page of one session; the programme part for all who may see the schedule, the rest for accepted people."""
    session = session_to_see(work, actor, session_id)
    stages = stages_of(work, session.workshop_id) if session.stage_id else []
    stage = next((one for one in stages if one.id == session.stage_id), None)
    return _room(work, actor, stage, session, everything=sessions_of(work, session.workshop_id), at=at)


def sessions_to_choose(work: Work, actor: Actor) -> list[ProgrammeSession]:
    """All sessions of the workshop, for the form of a stage."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_STAGE, workshop)
    return sessions_of(work, workshop.id)


def loop_to_play(work: Work, actor: Actor, stage_slug: str) -> Loop:
    """The demo's own stream, for the people who may watch this stage."""
    stage_to_see(work, actor, stage_slug)
    return read_loop((LOOP_DIR / "loop.m3u8").read_text(encoding="ascii"))


def loop_segment(work: Work, actor: Actor, stage_slug: str, name: str) -> bytes:
    """One segment of it; raises NotFound for a name that the loop does not hold."""
    if name not in loop_to_play(work, actor, stage_slug).names:
        raise NotFound
    return (LOOP_DIR / name).read_bytes()


def _room(
    work: Work,
    actor: Actor,
    stage: Stage | None,
    session: ProgrammeSession | None,
    *,
    everything: Sequence[ProgrammeSession],
    at: datetime,
) -> Room:
    may_watch = may(actor, Permission.SEE_STAGE, stage or session)
    state = state_of(session, at) if session else State.OPEN
    before, after = around(everything, session)
    return Room(
        session=session,
        state=state,
        talk=talk_on(session.talks, at) if session else None,
        stage=stage,
        screen=screen(state, is_on_stage=stage is not None, has_sources=bool(stage and stage.sources)),
        may_watch=may_watch,
        turns_at=turns_at([session, *session.talks] if session else [], at),
        sources=stage.sources if stage and may_watch else (),
        decks=decks_in(work, session.id) if session and may_watch else (),
        before=before,
        after=after,
    )


def _stage_name(work: Work, session: ProgrammeSession) -> str:
    """A stage that the page has read is not read again."""
    return work.get(Stage, session.stage_id).name if session.stage_id else ""
