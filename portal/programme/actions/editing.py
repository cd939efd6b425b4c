"""The programme, changed by hand."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from portal.access import Actor
from portal.audit.actions import record
from portal.files.actions import seek_unused
from portal.programme.actions.starring import touch_feeds
from portal.programme.actions.telling import CHANGED, tell
from portal.programme.models import ProgrammeEntry, ProgrammeSession, Talk
from portal.programme.queries import programme_to_edit, session_to_edit, talk_to_edit
from portal.programme.rules import EntryDraft, check_inside, check_span, moved
from portal.store.work import Work
from portal.workshops.models import Workshop

NEVER = datetime.max.replace(tzinfo=UTC)


def add_session(work: Work, actor: Actor, draft: EntryDraft) -> ProgrammeSession:
    workshop = programme_to_edit(work, actor)
    work.lock(workshop)
    check_span(draft.starts_at, draft.ends_at)
    session = work.add(ProgrammeSession(workshop_id=workshop.id, **_session_values(draft)))
    tell(work, workshop, [session], CHANGED, is_more=True)
    record(work, actor, "programme.add_session", session.title)
    return session


def change_session(work: Work, actor: Actor, session_id: int, draft: EntryDraft) -> ProgrammeSession:
    """Take the new values. When the session moves, its talks move with it."""
    session = session_to_edit(work, actor, session_id)
    workshop = _alone(work, session)
    check_span(draft.starts_at, draft.ends_at)
    if draft.starts_at and session.starts_at:
        for talk in session.talks:
            _settle(talk, *moved(talk, draft.starts_at - session.starts_at))
    _change(session, _session_values(draft))
    if work.session.is_modified(session):
        tell(work, workshop, [session, *session.talks], CHANGED, is_more=True)
    record(work, actor, "programme.change_session", session.title)
    return session


def delete_session(work: Work, actor: Actor, session_id: int) -> None:
    """Take the session and its talks out of the programme."""
    session = session_to_edit(work, actor, session_id)
    workshop = _alone(work, session)
    work.session.delete(session)
    tell(work, workshop, [], CHANGED, is_more=True)
    touch_feeds(work, workshop.id)
    record(work, actor, "programme.delete_session", session.title)
    seek_unused(work, workshop.id)


def add_talk(work: Work, actor: Actor, session_id: int, draft: EntryDraft) -> Talk:
    session = session_to_edit(work, actor, session_id)
    workshop = _alone(work, session)
    check_inside(draft, session)
    talk = Talk(workshop_id=session.workshop_id, position=len(session.talks), **_values(draft))
    session.talks.append(talk)
    _put_in_order(session)
    work.session.flush()
    tell(work, workshop, [talk], CHANGED, is_more=True)
    record(work, actor, "programme.add_talk", talk.title)
    return talk


def change_talk(work: Work, actor: Actor, talk_id: int, draft: EntryDraft) -> Talk:
    talk = talk_to_edit(work, actor, talk_id)
    workshop = _alone(work, talk)
    check_inside(draft, talk.session)
    _change(talk, _values(draft))
    is_changed = work.session.is_modified(talk)
    _put_in_order(talk.session)
    if is_changed:
        tell(work, workshop, [talk], CHANGED, is_more=True)
    record(work, actor, "programme.change_talk", talk.title)
    return talk


def delete_talk(work: Work, actor: Actor, talk_id: int) -> None:
    """Take one talk out of its session."""
    talk = talk_to_edit(work, actor, talk_id)
    workshop = _alone(work, talk)
    work.session.delete(talk)
    tell(work, workshop, [], CHANGED, is_more=True)
    touch_feeds(work, workshop.id)
    record(work, actor, "programme.delete_talk", talk.title)
    seek_unused(work, workshop.id)


def _alone(work: Work, entry: ProgrammeSession | Talk) -> Workshop:
    """Changes of one programme take turns, and each sees what the one before it wrote."""
    workshop = work.get(Workshop, entry.workshop_id)
    work.lock(workshop)
    work.session.refresh(entry)
    return workshop


def _change(entry: ProgrammeEntry, values: dict[str, Any]) -> None:
    """An end that stays as it was inferred stays marked; a start that was given settles the date."""
    values["is_end_inferred"] = entry.is_end_inferred and values["ends_at"] == entry.ends_at
    values["local_time"] = "" if values["starts_at"] else entry.local_time
    _settle(entry, values["starts_at"], values["ends_at"])
    for name, value in values.items():
        setattr(entry, name, value)


def _settle(entry: ProgrammeEntry, starts_at: datetime | None, ends_at: datetime | None) -> None:
    """New times by hand are the plan from here on, whatever ran late before."""
    if (starts_at, ends_at) != (entry.starts_at, entry.ends_at):
        entry.planned_starts_at = entry.planned_ends_at = None
        entry.starts_at, entry.ends_at = starts_at, ends_at


def _values(draft: EntryDraft) -> dict[str, Any]:
    names = ("title", "kind", "starts_at", "ends_at", "abstract", "mode")
    lists = {
        "speakers": [asdict(speaker) for speaker in draft.speakers],
        "links": [asdict(link) for link in draft.links],
    }
    return {**{name: getattr(draft, name) for name in names}, **lists}


def _session_values(draft: EntryDraft) -> dict[str, Any]:
    return {**_values(draft), "is_streamed": draft.is_streamed, "is_social": draft.is_social}


def _put_in_order(session: ProgrammeSession) -> None:
    """Talks are kept in the order of their starts; those without one keep their place after them."""
    ordered = sorted(session.talks, key=lambda talk: (talk.starts_at or NEVER, talk.position))
    for position, talk in enumerate(ordered):
        talk.position = position
