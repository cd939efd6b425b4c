"""The plain forms with which organizers mend the schedule."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import is_repeated
from portal.doors.http import go, page, signed_in
from portal.programme import actions, forms, queries
from portal.programme.pages.blueprint import bp
from portal.programme.pages.schedule import boards_in
from portal.programme.rules import MODES, Timed
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


@bp.get("/<slug>/schedule/sessions/new")
@signed_in
def new_session(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.programme_to_edit(work, actor)
    return _form(workshop, "A new session", forms.new_values(workshop), is_session=True)


@bp.post("/<slug>/schedule/sessions/new")
@signed_in
def add_session(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    zone = workshop_of(work, actor).zone
    made = actions.add_session(work, actor, forms.read_entry(request.form, zone))
    return _saved(slug, made, zone, f"session-{made.id}")


@bp.get("/<slug>/schedule/sessions/<int:session_id>/edit")
@signed_in
def edit_session(work: Work, actor: Actor, session_id: int, **_: str) -> ResponseReturnValue:
    workshop, session = workshop_of(work, actor), queries.session_to_edit(work, actor, session_id)
    values = forms.values_of(session, workshop.zone)
    return _form(workshop, "Edit the session", values, is_session=True, session=session, entry=session)


@bp.post("/<slug>/schedule/sessions/<int:session_id>/edit")
@signed_in
def change_session(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    zone = workshop_of(work, actor).zone
    changed = actions.change_session(work, actor, session_id, forms.read_entry(request.form, zone))
    return _saved(slug, changed, zone, f"session-{session_id}")


@bp.get("/<slug>/schedule/sessions/<int:session_id>/delete")
@signed_in
def confirm_session(work: Work, actor: Actor, session_id: int, **_: str) -> ResponseReturnValue:
    session = queries.session_to_edit(work, actor, session_id)
    boards = boards_in(work, session.workshop_id).get(session.id, 0)
    return page("programme/delete.html", entry=session, session=session, talks=session.talks, boards=boards)


@bp.post("/<slug>/schedule/sessions/<int:session_id>/delete")
@signed_in
def delete_session(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    actions.delete_session(work, actor, session_id)
    return go("programme.schedule", slug=slug)


@bp.get("/<slug>/schedule/sessions/<int:session_id>/talks/new")
@signed_in
def new_talk(work: Work, actor: Actor, session_id: int, **_: str) -> ResponseReturnValue:
    workshop, session = workshop_of(work, actor), queries.session_to_edit(work, actor, session_id)
    start = forms.values_of(session, workshop.zone)["starts_at"]
    return _form(workshop, "A new talk", {"kind": "talk", "starts_at": start}, session=session)


@bp.post("/<slug>/schedule/sessions/<int:session_id>/talks/new")
@signed_in
def add_talk(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    zone = workshop_of(work, actor).zone
    made = actions.add_talk(work, actor, session_id, forms.read_entry(request.form, zone))
    return _saved(slug, made, zone, f"talk-{made.id}")


@bp.get("/<slug>/schedule/talks/<int:talk_id>/edit")
@signed_in
def edit_talk(work: Work, actor: Actor, talk_id: int, **_: str) -> ResponseReturnValue:
    workshop, talk = workshop_of(work, actor), queries.talk_to_edit(work, actor, talk_id)
    values = forms.values_of(talk, workshop.zone)
    return _form(workshop, "Edit the talk", values, session=talk.session, entry=talk)


@bp.post("/<slug>/schedule/talks/<int:talk_id>/edit")
@signed_in
def change_talk(work: Work, actor: Actor, slug: str, talk_id: int) -> ResponseReturnValue:
    zone = workshop_of(work, actor).zone
    changed = actions.change_talk(work, actor, talk_id, forms.read_entry(request.form, zone))
    return _saved(slug, changed, zone, f"talk-{talk_id}")


@bp.get("/<slug>/schedule/talks/<int:talk_id>/delete")
@signed_in
def confirm_talk(work: Work, actor: Actor, talk_id: int, **_: str) -> ResponseReturnValue:
    talk = queries.talk_to_edit(work, actor, talk_id)
    return page("programme/delete.html", entry=talk, session=talk.session, talks=())


@bp.post("/<slug>/schedule/talks/<int:talk_id>/delete")
@signed_in
def delete_talk(work: Work, actor: Actor, slug: str, talk_id: int) -> ResponseReturnValue:
    actions.delete_talk(work, actor, talk_id)
    return go("programme.schedule", slug=slug)


def _form(workshop: Workshop, title: str, values: dict[str, Any], **context: Any) -> ResponseReturnValue:
    kinds = forms.kinds_with(values["kind"])
    words = {"kinds": kinds, "modes": list(MODES.items()), "zone_name": workshop.time_zone.replace("_", " ")}
    return page("programme/edit.html", title=title, values=values, **words, **context)


def _saved(slug: str, entry: Timed, zone: ZoneInfo, anchor: str) -> ResponseReturnValue:
    twice = next((at for at in (entry.starts_at, entry.ends_at) if at and is_repeated(zone, at)), None)
    if twice:
        flash(_told_twice(twice, zone), "warning")
    return go("programme.schedule", slug=slug, _anchor=anchor)


def _told_twice(at: datetime, zone: ZoneInfo) -> str:
    return (
        f"{at.astimezone(zone):%H:%M} comes twice that day in {zone.key}, because the clocks go back. "
        "The first of the two was taken."
    )
