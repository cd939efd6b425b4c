"""Stages, changed: set up, given sources and sessions, taken away."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.errors import Conflict
from portal.events import Eviction
from portal.polls import queries as polls
from portal.polls import rules as poll_rules
from portal.programme.actions.telling import CHANGED, tell
from portal.programme.models import ProgrammeSession
from portal.questions import rules as question_rules
from portal.stage.events import SourcesChanged
from portal.stage.models import Stage, StreamSource
from portal.stage.rules import SourceChoice, SourceDraft, StageDraft, stream_room, with_first
from portal.store.work import Work
from portal.threads.actions import open_thread
from portal.threads.rules import room_of
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def add_stage(work: Work, actor: Actor, draft: StageDraft) -> Stage:
    """A new stage with an empty thread; raises Conflict when its address is taken."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_STAGE, workshop)
    _ask_free(work, workshop.id, draft.slug)
    thread = open_thread(work, workshop.id, "stage")
    stage = work.add(Stage(workshop_id=workshop.id, slug=draft.slug, name=draft.name, thread_id=thread.id))
    _fill(work, stage, draft)
    record(work, actor, "stage.add", stage.name)
    return stage


def change_stage(work: Work, actor: Actor, stage_id: int, draft: StageDraft) -> Stage:
    """Take the draft's name, address, sources and sessions; what was there before is gone."""
    stage = work.get_in(actor.workshop_id, Stage, stage_id)
    require(actor, Permission.EDIT_STAGE, stage)
    work.lock(stage)
    _ask_free(work, stage.workshop_id, draft.slug, but=stage.id)
    stage.name, stage.slug = draft.name, draft.slug
    _fill(work, stage, draft)
    record(work, actor, "stage.change", stage.name)
    return stage


def delete_stage(work: Work, actor: Actor, stage_id: int) -> None:
    """Take a stage away, with everything that was said on it. Its sessions stay, without a stage."""
    stage = work.get_in(actor.workshop_id, Stage, stage_id)
    require(actor, Permission.EDIT_STAGE, stage)
    _take_sessions(work, stage, ())
    threads = (stage.thread, stage.backstage.thread)
    work.session.delete(stage)
    work.session.flush()
    for thread in threads:
        work.session.delete(thread)
    record(work, actor, "stage.delete", f"stage {stage_id}")
    for room in (*(room_of(thread.id) for thread in threads), stream_room(stage_id)):
        work.announce(Eviction(room=room))


def choose_source(work: Work, actor: Actor, choice: SourceChoice) -> Stage:
    """Let everybody see this source first, now; when it is the first already, nothing changes."""
    stage = work.get_in(actor.workshop_id, Stage, choice.stage_id)
    require(actor, Permission.DIRECT_STREAM, stage)
    work.lock(stage)
    ordered = with_first(stage.sources, choice.source_id)
    if ordered != stage.sources:
        for position, source in enumerate(ordered):
            source.position = position
        _tell(work, stage, ordered)
    record(work, actor, "stage.choose_source", stage.name)
    return stage


def _fill(work: Work, stage: Stage, draft: StageDraft) -> None:
    stage.backstage.meeting_url = draft.meeting_url
    # Sources that stay as they were keep their ids, by which open pages name them.
    if tuple(one.draft for one in stage.sources) != draft.sources:
        stage.sources = [_source(position, one) for position, one in enumerate(draft.sources)]
        work.session.flush()
        _tell(work, stage, stage.sources)
    _take_sessions(work, stage, draft.session_ids)
    work.session.flush()


def _tell(work: Work, stage: Stage, sources: Iterable[StreamSource]) -> None:
    """Give the change its number and let every open page know."""
    stage.stream_head += 1
    work.session.flush()
    seen = [one.seen for one in sources]
    work.announce(SourcesChanged(stage=stage.id, head=stage.stream_head, sources=seen))


def _source(position: int, draft: SourceDraft) -> StreamSource:
    return StreamSource(
        position=position, kind=draft.kind.value, url=draft.url, label=draft.label, captions=draft.captions
    )


def _take_sessions(work: Work, stage: Stage, session_ids: Iterable[int]) -> None:
    """Let exactly these sessions take place here; one that was elsewhere moves. A foreign one is NotFound."""
    wanted = {work.get_in(stage.workshop_id, ProgrammeSession, one) for one in session_ids}
    mine = select(ProgrammeSession).where(ProgrammeSession.stage_id == stage.id)
    here = set(work.session.scalars(mine))
    for session in here - wanted:
        session.stage_id = None
        _end_rooms(work, session)
    for session in wanted:
        session.stage_id = stage.id
    if here != wanted:
        workshop = work.get(Workshop, stage.workshop_id)
        work.lock(workshop)
        tell(work, workshop, [], CHANGED, is_more=True)


def _end_rooms(work: Work, session: ProgrammeSession) -> None:
    """Guests of a hall were let into these because of the stage; who may be in them by themselves enters again."""
    address = f"s{session.id}"
    boards = [address, *(f"t{talk.id}" for talk in session.talks)]
    running = [poll_rules.results_of(one.id) for one in polls.polls_on(work, polls.board_at(work, address))]
    rooms = [*map(question_rules.room_of, boards), poll_rules.room_of(address), *running]
    for room in rooms:
        work.announce(Eviction(room=room))


def _ask_free(work: Work, workshop_id: int, slug: str, but: int | None = None) -> None:
    taken = select(Stage.id).where(
        Stage.workshop_id == workshop_id, Stage.slug == slug, Stage.id != (but or 0)
    )
    if work.session.scalar(taken) is not None:
        raise Conflict(
            f"There is a stage with the address “{slug}” already; choose another one.",
            fields={"slug": "belongs to another stage"},
        )
