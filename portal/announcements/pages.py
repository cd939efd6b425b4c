"""The inbox, the form of a new announcement, and what stands on every page."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.announcements import actions, forms, queries
from portal.announcements.rules import LONGEST_TEXT, Audience, Draft, Kind, clean_text
from portal.clock import now
from portal.doors.furniture import NavItem, Said
from portal.doors.http import go, go_on, page, signed_in, typed
from portal.doors.portal import this_portal
from portal.doors.wording import count, duration
from portal.store.work import Work
from portal.workshops.models import Workshop

bp = Blueprint("announcements", __name__)

NAVIGATION = (
    NavItem("announcements.inbox", "Inbox", "megaphone", Permission.SEE_ANNOUNCEMENTS, has_unread=True),
)
TIMES = (
    ("10", "10 minutes"),
    ("30", "30 minutes"),
    ("60", "1 hour"),
    ("240", "4 hours"),
    ("1440", "24 hours"),
    (forms.STAY, "Until dismissed"),
)


def said(work: Work, actor: Actor, workshop: Workshop) -> Said:
    """What every page of the workshop carries for this person."""
    waiting = queries.unread(work, actor, workshop)
    return Said(len(waiting), lambda place: queries.shown(waiting, place))


@bp.get("/<slug>/announcements")
@signed_in
def inbox(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What was said to this person, the newest first."""
    workshop = queries.workshop_to_hear(work, actor)
    listed = queries.inbox(work, actor, workshop)
    return page(
        "announcements/inbox.html",
        listed=listed,
        has_unread=any(one.is_unread and one.row.withdrawn_at is None for one in listed),
        may_announce=queries.may_announce(actor, workshop),
    )


@bp.get("/<slug>/announcements/new")
@signed_in
def new(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    return _form(queries.listeners(work, actor))


@bp.post("/<slug>/announcements/new")
@signed_in
def announce(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Show who would be told what, or tell them."""
    listeners = queries.listeners(work, actor)
    draft = forms.read_draft(request.form)
    if request.form.get("step") == "preview":
        return _form(listeners, preview=_preview(draft, listeners))
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_announce, "announcements.announce", str(actor.known_id))
    actions.announce(work, actor, draft)
    flash("Sent. Every open page it is for shows it now.", "good")
    return go("announcements.inbox", slug=slug)


@bp.post("/<slug>/announcements/read")
@signed_in
def read_all(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.dismiss(work, actor)
    return go("announcements.inbox", slug=slug)


@bp.post("/<slug>/announcements/<int:announcement_id>/dismiss")
@signed_in
def dismiss(work: Work, actor: Actor, slug: str, announcement_id: int) -> ResponseReturnValue:
    actions.dismiss(work, actor, [announcement_id])
    return go_on("announcements.inbox", slug=slug)


@bp.post("/<slug>/announcements/<int:announcement_id>/withdraw")
@signed_in
def withdraw(work: Work, actor: Actor, slug: str, announcement_id: int) -> ResponseReturnValue:
    actions.withdraw(work, actor, announcement_id)
    flash("Withdrawn. It is gone from every page; “Say it again” brings it back.")
    return go("announcements.inbox", slug=slug)


@bp.post("/<slug>/announcements/<int:announcement_id>/restore")
@signed_in
def restore(work: Work, actor: Actor, slug: str, announcement_id: int) -> ResponseReturnValue:
    actions.restore(work, actor, announcement_id)
    flash("It is back.", "good")
    return go("announcements.inbox", slug=slug)


def _form(listeners: list[queries.Listeners], preview: dict[str, Any] | None = None) -> ResponseReturnValue:
    form = request.form if preview else {}
    values = {
        name: form.get(name) or typed(name, default)
        for name, default in (
            ("text", ""),
            ("audience", request.args.get("audience", "")),
            ("minutes", "60"),
            ("kind", Kind.NEWS.value),
        )
    }
    return page(
        "announcements/new.html",
        values=values,
        listeners=[(one.value, one.word + _how_many(one)) for one in listeners],
        times=TIMES,
        longest=LONGEST_TEXT,
        preview=preview,
        client_id=forms.read_id(request.form),
        back=url_for("announcements.inbox", **(request.view_args or {})),
    )


def _how_many(one: queries.Listeners) -> str:
    return "" if one.count is None else f" ({count(one.count, 'person', 'people')})"


def _preview(draft: Draft, listeners: list[queries.Listeners]) -> dict[str, Any]:
    """What the audience will see, who they are, and for how long."""
    value = draft.audience.value if draft.stage_id is None else f"stage:{draft.stage_id}"
    chosen = next((one for one in listeners if one.value == value), None)
    word = chosen.word.removeprefix("Stage: ") if chosen else ""
    at = now()
    end = None if draft.minutes is None else at + timedelta(minutes=draft.minutes)
    people = count(chosen.count or 0, "person", "people") if chosen else ""
    who = {
        Audience.ALL: f"Everybody in the workshop: {people}, on every page",
        Audience.PRESENTERS: f"Presenters and organizers: {people}, on every page",
        Audience.HALL: "Everybody who is in the poster hall or comes there",
        Audience.STAGE: f"Everybody who is at “{word}” or comes there",
    }[draft.audience]
    return {
        "text": clean_text(draft.text),
        "kind": draft.kind.value,
        "who": who,
        "until": end,
        "lasts": duration(at, end),
    }
