"""A draft programme, brought into the store."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import func, select

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Invalid
from portal.imports.models import ImportRecord
from portal.imports.queries import LISTS, Plan, plan
from portal.imports.rules import Draft
from portal.imports.rules.difference import Difference, Outcome
from portal.imports.rules.merge import Merged, Step
from portal.imports.rules.values import attributes
from portal.posters.models import Poster, PosterSlot
from portal.posters.queries import next_position, poster_sessions
from portal.posters.rules import Mode
from portal.programme.actions.telling import CHANGED, tell
from portal.programme.models import ProgrammeSession, Talk
from portal.stage.models import Stage, StreamSource
from portal.stage.rules import SourceKind, address_of, guess_kind
from portal.store.work import Work
from portal.threads.actions import open_thread
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

MAIN_STAGE = ("main", "Main stage")


def apply(work: Work, actor: Actor, draft: Draft) -> Difference:
    """Write what the pages say into the workshop and tell the difference.

    The same pages again change nothing. What somebody has changed or taken away by hand stays as they left it, and
    rows that the pages do not have any more stay too; both are told. It is one unit of work: all of it or nothing.
    """
    workshop = workshop_of(work, actor)
    work.lock(workshop)
    planned = plan(work, actor, draft)
    _write(planned.workshop, planned.workshop.row)
    _write_sessions(work, workshop.id, planned, draft)
    _write_papers(work, workshop.id, planned.papers)
    for name, merged in planned.lists.items():
        _write_list(work, workshop.id, name, merged)
    _remember(work, workshop.id, planned.snapshot)
    work.session.flush()
    _tell(work, workshop, planned)
    record(work, actor, "imports.apply", "the programme")
    return planned.difference


def _tell(work: Work, workshop: Workshop, planned: Plan) -> None:
    """Open pages follow what the pages changed of the programme."""
    steps = [one for step in planned.sessions.steps for one in (step, *step.inner)]
    written = {Outcome.ADDED, Outcome.CHANGED}
    if any(step.change.outcome in written for step in steps):
        rows = [step.row for step in steps if step.row and step.change.outcome in written]
        tell(work, workshop, rows, CHANGED, is_more=True)


def check_whole(draft: Draft) -> None:
    """Raises Invalid for pages of which something could not be read, or that say nothing at all."""
    if not draft.is_whole:
        raise Invalid("Something on these pages could not be read, so nothing was stored.")
    if draft == Draft(problems=draft.problems):
        raise Invalid("Nothing was found on these pages: no schedule, no dates, no people.")
    check_named_zone(draft)


def check_named_zone(draft: Draft) -> None:
    """Raises Invalid for a bare offset of hours and minutes: a workshop keeps a named zone. Proposes some that fit."""
    zone = draft.workshop.time_zone
    if zone is None or zone in available_timezones():
        return
    at = next((session.starts_at for session in draft.sessions if session.starts_at), now())
    fitting = [
        name
        for name in sorted(available_timezones())
        if at.astimezone(ZoneInfo(name)).utcoffset() == at.utcoffset()
    ]
    named = [name for name in fitting if not name.startswith("Etc/")][:3]
    raise Invalid(
        f"The zone of the schedule is {zone}, and a workshop needs a named one: give --zone {' or '.join(named)}."
    )


def _write(step: Step, row: Any) -> None:
    if step.change.outcome in {Outcome.ADDED, Outcome.CHANGED}:
        for name, value in attributes(step.values).items():
            setattr(row, name, value)
    if {"starts_at", "ends_at"} & set(step.change.fields):
        row.planned_starts_at = row.planned_ends_at = None  # the pages have a new plan


def _write_sessions(work: Work, workshop_id: int, planned: Plan, draft: Draft) -> None:
    if not planned.sessions.steps:
        return
    stage = _main_stage(work, workshop_id, draft)
    for step in planned.sessions.steps:
        session = step.row or ProgrammeSession(workshop_id=workshop_id, position=step.position, talks=[])
        _write(step, session)
        session.imported = dict(step.fresh)
        if session.is_streamed and session.stage_id is None and _is_new(step, "is_streamed"):
            session.stage_id = stage.id
        work.session.add(session)
        for inner in step.inner:
            talk = inner.row or Talk(workshop_id=workshop_id, position=inner.position)
            _write(inner, talk)
            talk.imported = dict(inner.fresh)
            if inner.row is None:
                session.talks.append(talk)
        _put_in_order(session)


def _is_new(step: Step, name: str) -> bool:
    return step.change.outcome == Outcome.ADDED or name in step.change.fields


def _put_in_order(session: ProgrammeSession) -> None:
    """By start, where all talks have one; else as the pages and the organizers have put them."""
    timed = sorted((talk.starts_at, place) for place, talk in enumerate(session.talks) if talk.starts_at)
    if len(timed) == len(session.talks):
        for position, (_, place) in enumerate(timed):
            session.talks[place].position = position


def _main_stage(work: Work, workshop_id: int, draft: Draft) -> Stage:
    """The stage that streamed sessions are put on: the main one, else the first, else a new one."""
    stages = work.session.scalars(
        select(Stage).where(Stage.workshop_id == workshop_id).order_by(Stage.id)
    ).all()
    found = next((stage for stage in stages if stage.slug == MAIN_STAGE[0]), stages[0] if stages else None)
    if found is not None:
        return found
    thread = open_thread(work, workshop_id, "stage")
    slug, name = MAIN_STAGE
    sources = [_source(link.url, link.title) for link in draft.workshop.links if link.kind == "stream"]
    stage = Stage(workshop_id=workshop_id, slug=slug, name=name, thread_id=thread.id)
    stage.sources = [source for source in sources if source is not None]
    for position, source in enumerate(stage.sources):
        source.position = position
    return work.add(stage)


def _source(url: str, title: str | None) -> StreamSource | None:
    """A stream that the pages name: in its player where one takes it, else as a link, else not at all.

    A bare HLS stream of another host is a link, since only its operator lets the portal play from there.
    """
    kind = guess_kind(url)
    for one in (SourceKind.PAGE,) if kind in {SourceKind.HLS, SourceKind.FILE} else (kind, SourceKind.PAGE):
        try:
            return StreamSource(kind=one, url=address_of(one, url), label=(title or "")[:80], position=0)
        except Invalid:
            continue
    return None


def _write_papers(work: Work, workshop_id: int, papers: Merged) -> None:
    new = []
    for step in papers.steps:
        poster = step.row
        if poster is None:
            thread = open_thread(work, workshop_id, "poster")
            position = next_position(work, workshop_id)
            poster = Poster(workshop_id=workshop_id, thread_id=thread.id, position=position, title="")
        if step.change.outcome in {Outcome.ADDED, Outcome.CHANGED}:
            for name, value in step.values.items():
                if name != "key":
                    setattr(poster, name, value)
        poster.imported = dict(step.fresh)
        work.add(poster)
        if step.row is None:
            new.append(poster)
    _hang_in_session(work, workshop_id, new)


def _hang_in_session(work: Work, workshop_id: int, posters: list[Poster]) -> None:
    """New papers hang in the poster session, where there is just one; among several only an organizer can choose."""
    work.session.flush()
    sessions = poster_sessions(work, workshop_id)
    if len(sessions) != 1:
        return
    mode = Mode.ONLINE if sessions[0].mode == "online" else Mode.ONSITE
    for poster in posters:
        work.session.add(
            PosterSlot(workshop_id=workshop_id, poster_id=poster.id, session_id=sessions[0].id, mode=mode)
        )


def _write_list(work: Work, workshop_id: int, name: str, merged: Merged) -> None:
    _, model, _, _ = LISTS[name]
    for step in merged.steps:
        row = step.row or model(workshop_id=workshop_id)
        if step.row is None and hasattr(row, "position"):
            row.position = _next_place(work, workshop_id, model)
        _write(step, row)
        work.add(row)


def _next_place(work: Work, workshop_id: int, model: type[Any]) -> int:
    last = work.session.scalar(select(func.max(model.position)).where(model.workshop_id == workshop_id))
    return 0 if last is None else last + 1


def _remember(work: Work, workshop_id: int, snapshot: dict[str, Any]) -> None:
    record = work.session.get(ImportRecord, workshop_id)
    if record is None:
        work.add(ImportRecord(workshop_id=workshop_id, applied_at=now(), snapshot=snapshot))
    else:
        record.applied_at, record.snapshot = now(), snapshot
