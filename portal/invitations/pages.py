"""The page of a personal link, and the organizers' page of who was invited."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Role
from portal.accounts.rules import Device
from portal.accounts.rules.factors import is_half
from portal.doors.http import anyone, client_key, go, let_in, page, prepared, signed_in, written_first
from portal.doors.portal import this_portal
from portal.doors.wording import count
from portal.errors import NotFound
from portal.invitations import actions, forms, queries
from portal.invitations.actions import Way
from portal.invitations.actions.answering import UNKNOWN
from portal.invitations.rules import DAYS_BETWEEN, MOST_REMINDERS, Standing
from portal.registrations.rules import State
from portal.store.work import Work

bp = Blueprint("invitations", __name__)


def _note_opened(actor: Actor, invitation_token: str, **_: str) -> None:
    """Mail programs open links by GET too, so this uses nothing up; it is noted that the page was opened."""
    if request.method != "GET" or actor.workshop_id is None:
        return
    workshop_id = actor.workshop_id
    with this_portal().store.reading() as work:
        opened = queries.link_opened(work, workshop_id, invitation_token)
        is_new = opened is not None and opened.invitation.opened_at is None
    if is_new:
        written_first(lambda work: actions.note_opened(work, workshop_id, invitation_token))


@bp.get("/<slug>/invitation/<invitation_token>")
@prepared(_note_opened, is_sign_in_needed=False)
def open_link(work: Work, actor: Actor, _ready: None, invitation_token: str, **_: str) -> ResponseReturnValue:
    """Who invites, to what and as what; a link that no longer works says what to do."""
    opened = queries.link_opened(work, actor.workshop_id, invitation_token)
    if opened is None:
        raise NotFound(UNKNOWN)
    is_in = opened.registration is not None and opened.registration.is_accepted
    return page(
        "invitations/open.html",
        opened=opened,
        standing=opened.standing,
        is_in=is_in,
        is_good=opened.standing == Standing.GOOD,
        token=invitation_token,
    )


@bp.post("/<slug>/invitation/<invitation_token>")
@anyone
def accept(work: Work, actor: Actor, slug: str, invitation_token: str) -> ResponseReturnValue:
    """Accept, and sign in on this device, once."""
    settings = this_portal().settings
    device = Device(request.user_agent.string, settings.session_days)
    opened, sign_in = actions.accept(work, actor, invitation_token, device)
    let_in(work, sign_in)
    if opened.registration is not None and opened.registration.is_accepted:
        flash(
            f"Welcome to {opened.workshop.name}. You are signed in as {opened.invitation.person.name}.",
            "success",
        )
    elif opened.registration is not None and opened.registration.state == State.WAITLISTED:
        flash(
            "All seats are taken just now. You are on the waiting list, and get a mail when one is free.",
            "warning",
        )
    if is_half(sign_in):
        return go("accounts.ask_code", next=url_for("workshops.about", slug=slug))
    return go("workshops.about", slug=slug)


@bp.post("/<slug>/invitation/<invitation_token>/decline")
@anyone
def decline(work: Work, actor: Actor, invitation_token: str, **_: str) -> ResponseReturnValue:
    """Say no, without signing in."""
    opened = actions.decline(work, actor, invitation_token)
    return page("invitations/told.html", to=opened.workshop, told="declined", token=invitation_token)


@bp.post("/<slug>/invitation/<invitation_token>/again")
@anyone
def ask_again(work: Work, actor: Actor, slug: str, invitation_token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address to which the old one went."""
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "invitations.again", client_key())
    portal.limits.hit(portal.settings.limit_mail, "invitations.again", slug, invitation_token)
    opened = actions.renew(work, actor, invitation_token, _way())
    return page("invitations/told.html", to=opened.workshop, told="sent", token=invitation_token)


@bp.get("/<slug>/invitations")
@signed_in
def invitations(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Who is invited and has not answered, and the form for more."""
    workshop = queries.workshop_to_invite(work, actor)
    return page(
        "invitations/invitations.html",
        guests=queries.guests_of(work, actor),
        reminders=queries.reminders_of(work, workshop.id),
        days_between=DAYS_BETWEEN,
        most_reminders=MOST_REMINDERS,
        days=this_portal().settings.invitation_days,
        roles=list(Role),
    )


@bp.post("/<slug>/invitations")
@signed_in
def invite(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Invite everybody whose address was pasted."""
    queries.workshop_to_invite(work, actor)
    guests, roles = forms.read_guests(request.form)
    told = actions.invite(work, actor, guests, roles, _way())
    words = {
        "invited": "invited",
        "in": "accepted already",
        "waiting": "waiting for your decision under Registrations",
        "again": "invited less than an hour ago, so not again",
        "closed": "banned",
    }
    said = [f"{count(told[kind], 'person', 'people')} {word}" for kind, word in words.items() if told[kind]]
    flash(f"{'; '.join(said)}.", "success" if told["invited"] else "")
    return go("invitations.invitations", slug=slug)


@bp.post("/<slug>/invitations/again")
@signed_in
def invite_all_again(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """A new link to everybody who has not answered."""
    return _invited_again(actions.invite_again(work, actor, _way()), slug)


@bp.post("/<slug>/invitations/<int:registration_id>/again")
@signed_in
def invite_one_again(work: Work, actor: Actor, slug: str, registration_id: int) -> ResponseReturnValue:
    """A new link to one of them."""
    queries.workshop_to_invite(work, actor)
    return _invited_again(actions.invite_again(work, actor, _way(), registration_id), slug)


@bp.post("/<slug>/invitations/reminders")
@signed_in
def set_reminders(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Ask again by itself, or no more."""
    queries.workshop_to_invite(work, actor)
    reminders = forms.read_reminders(request.form)
    actions.set_reminders(work, actor, reminders)
    flash("Reminders are on." if reminders.is_on else "Reminders are off.", "success")
    return go("invitations.invitations", slug=slug)


def _invited_again(sent: int, slug: str) -> ResponseReturnValue:
    if sent:
        flash(f"{count(sent, 'new invitation')} on the way.", "success")
    else:
        flash("Nobody was written to: each had an invitation less than an hour ago.", "")
    return go("invitations.invitations", slug=slug)


def _way() -> Way:
    settings = this_portal().settings
    return Way(settings.base_url, settings.invitation_days)
