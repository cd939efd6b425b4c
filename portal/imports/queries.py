"""What the pages say beside what the store holds: the plan of an import, and its difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.access import Actor, Permission, require
from portal.imports.models import ImportRecord
from portal.imports.rules import Draft, DraftSession
from portal.imports.rules.difference import Change, Difference, Outcome
from portal.imports.rules.merge import Key, Known, Merged, Step, Values, merge, merge_rows
from portal.imports.rules.values import (
    is_part_of,
    left_out,
    moment,
    paper_values,
    rows_of,
    session_values,
    talk_values,
    workshop_values,
)
from portal.posters.models import Poster
from portal.programme.models import ProgrammeEntry, ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.store.work import Work
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.queries import lines_of, workshop_of

TIMES = ("starts_at", "local_time")
ENTRY_KEYS = (
    Key(("title", "kind", *TIMES)),
    Key(("title", "kind")),
    Key(("title",)),
    Key(("kind", *TIMES), is_weak=True),
    Key(TIMES, is_weak=True),
)
PAPER_KEYS = (Key(("key",)), Key(("title",)))
LISTS: Mapping[str, tuple[str, type[Any], tuple[str, ...], tuple[Key, ...]]] = {
    "topics": ("topic", Topic, ("text",), (Key(("text",)),)),
    "dates": ("date", ImportantDate, ("title", "on", "at", "text"), (Key(("title",)),)),
    "news": ("news", News, ("on", "text"), (Key(("text",)), Key(("on",), is_weak=True))),
    "people": ("person", Member, ("part", "name", "affiliation", "url"), (Key(("part", "name")),)),
}
"""For each simple list: what one of it is called, its table, its fields, and how a row is recognised."""

UNSET = {"time_zone": "UTC"}
"""What a new workshop has before anybody has said anything."""


@dataclass(frozen=True)
class Plan:
    """What an import would do. `snapshot` is what the next one will want to know."""

    workshop: Step
    sessions: Merged
    papers: Merged
    lists: Mapping[str, Merged]
    snapshot: dict[str, Any]
    difference: Difference


def compare(work: Work, actor: Actor, draft: Draft) -> Difference:
    """What applying the draft would change; nothing is written."""
    return plan(work, actor, draft).difference


def plan(work: Work, actor: Actor, draft: Draft) -> Plan:
    """Every row of the draft beside the one that it is in the store."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    require(actor, Permission.EDIT_PROGRAMME, workshop)
    last = _snapshot(work, workshop.id)
    of_workshop = _workshop(workshop, draft, last)
    sessions = _sessions(work, workshop.id, draft.sessions, last)
    papers = _papers(work, workshop.id, draft, last)
    rows = rows_of(draft)
    lists = {name: _list(work, workshop.id, name, rows[name], last) for name in LISTS}
    merged = (sessions, papers, *lists.values())
    changes = [of_workshop.change, *(change for one in merged for change in one.changes)]
    refused = [Change("link", url, Outcome.LEFT_OUT) for url in left_out(draft)]
    snapshot = _next_snapshot(last, of_workshop, draft, rows)
    return Plan(of_workshop, sessions, papers, lists, snapshot, Difference((*changes, *refused)))


def _snapshot(work: Work, workshop_id: int) -> dict[str, Any]:
    record = work.session.get(ImportRecord, workshop_id)
    return dict(record.snapshot) if record else {}


def _next_snapshot(
    last: Mapping[str, Any], of_workshop: Step, draft: Draft, rows: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """What these pages do not speak of stays as the import before knew it."""
    names = ("title", "kind", *TIMES)
    sessions = [session_values(one) for one in draft.sessions]
    talks = [{"session": one.title, **talk_values(talk)} for one in draft.sessions for talk in one.talks]
    known = {
        **rows,
        "papers": [{"key": one.key or "", "title": one.title} for one in draft.papers],
        "sessions": [{name: one[name] for name in names} for one in sessions],
        "talks": [{name: one[name] for name in ("session", *names)} for one in talks],
    }
    fresh = {name: found for name, found in known.items() if found}
    return {**last, **fresh, "workshop": {**last.get("workshop", {}), **of_workshop.fresh}}


def _workshop(workshop: Workshop, draft: Draft, last: Mapping[str, Any]) -> Step:
    fresh = workshop_values(draft.workshop)
    if is_part_of(fresh.get("about"), workshop.about):
        # Only some of the pages came again, the schedule alone, say: what the others told stays.
        fresh.pop("about", None)
    stored = {name: _plain(getattr(workshop, name)) for name in fresh}
    base = dict(last.get("workshop", {}))
    unsaid = {name: value for name, value in stored.items() if value in (None, "", [], UNSET.get(name))}
    known = Known(workshop, stored, {**unsaid, **base})
    step = merge("workshop", known, fresh)
    return replace(step, change=replace(step.change, title=workshop.title))


def _sessions(
    work: Work, workshop_id: int, drafts: Sequence[DraftSession], last: Mapping[str, Any]
) -> Merged:
    stored = [Known(one, _entry(one), one.imported) for one in sessions_of(work, workshop_id)]
    values = [session_values(one) for one in drafts]
    merged = merge_rows("session", stored, values, ENTRY_KEYS, last.get("sessions", ()))
    told = list(merged.told)
    steps = []
    for step in merged.steps:
        talks = _talks(step.row, drafts[step.position], last)
        steps.append(replace(step, inner=talks.steps))
        told += talks.told
    return Merged(tuple(steps), tuple(told))


def _talks(session: ProgrammeSession | None, draft: DraftSession, last: Mapping[str, Any]) -> Merged:
    stored = [Known(one, _entry(one), one.imported) for one in (session.talks if session else ())]
    base = session.imported if session else None
    before = [one for one in last.get("talks", ()) if base and one["session"] == base["title"]]
    return merge_rows("talk", stored, [talk_values(one) for one in draft.talks], ENTRY_KEYS, before)


def _papers(work: Work, workshop_id: int, draft: Draft, last: Mapping[str, Any]) -> Merged:
    found = work.session.scalars(
        select(Poster)
        .where(Poster.workshop_id == workshop_id)
        .options(selectinload(Poster.presenters))
        .order_by(Poster.position, Poster.id)
    )
    stored = [Known(one, _paper(one), one.imported) for one in found]
    return merge_rows(
        "paper", stored, [paper_values(one) for one in draft.papers], PAPER_KEYS, last.get("papers", ())
    )


def _list(work: Work, workshop_id: int, name: str, rows: Sequence[Values], last: Mapping[str, Any]) -> Merged:
    what, model, fields, keys = LISTS[name]
    before = list(last.get(name, ()))
    stored = []
    for one in lines_of(work, workshop_id, model):
        values = {field: _plain(getattr(one, field)) for field in fields}
        base = next((known for known in before if keys[0].of(known) == keys[0].of(values)), None)
        stored.append(Known(one, values, base))
    return merge_rows(what, stored, rows, keys, before)


def _entry(entry: ProgrammeEntry) -> dict[str, Any]:
    names = ("title", "kind", "is_end_inferred", "local_time", "mode", "abstract")
    marks = (
        {name: getattr(entry, name) for name in ("is_streamed", "is_social")}
        if not isinstance(entry, Talk)
        else {}
    )
    return {
        **{name: getattr(entry, name) for name in names},
        "starts_at": moment(entry.starts_at),
        "ends_at": moment(entry.ends_at),
        "speakers": _named(entry.speakers),
        "links": _linked(entry.links),
        **marks,
    }


def _paper(poster: Poster) -> dict[str, Any]:
    return {
        "key": (poster.imported or {}).get("key", ""),
        "title": poster.title,
        "authors": _named(poster.authors),
        "abstract": poster.abstract,
        "tags": poster.tags,
        "links": _linked(poster.links),
    }


def _named(people: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"name": str(one["name"]), "affiliation": str(one.get("affiliation") or "")} for one in people]


def _linked(links: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"kind": str(one["kind"]), "url": str(one["url"]), "label": str(one.get("label") or "")}
        for one in links
    ]


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case _:
            return value
