"""Registering oneself."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts.actions import leave, use_link
from portal.accounts.queries import link_to_open
from portal.accounts.rules import NewPerson
from portal.accounts.rules.factors import is_half
from portal.doors.http import anyone, client_key, go, let_in, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.registrations import actions, forms, queries
from portal.registrations.pages.blueprint import bp
from portal.store.work import Work
from portal.workshops.queries import workshop_to_see


@bp.get("/me")
@signed_in
def mine(work: Work, actor: Actor) -> ResponseReturnValue:
    """Where one is registered, in all workshops."""
    return page("registrations/mine.html", registrations=queries.own_registrations(work, actor))


@bp.get("/<slug>/register")
@anyone
def register(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The way in: a form for a visitor, one button for somebody with an account, and where one's registration stands."""
    workshop = workshop_to_see(work, actor)
    own = queries.own_registration(work, actor) if actor.is_signed_in else None
    return page("registrations/register.html", way=workshop.registration, own=own)


def _read_new_person(actor: Actor, slug: str) -> tuple[NewPerson | None, str]:
    note = forms.read_note(request.form)
    if actor.is_signed_in:
        return None, note
    new = forms.read_new_person(request.form)
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "registrations.begin", client_key())
    portal.limits.hit(portal.settings.limit_mail, "registrations.begin", slug, new.email)
    return new, note


@bp.post("/<slug>/register")
@prepared(_read_new_person, is_sign_in_needed=False)
def ask(work: Work, actor: Actor, asked: tuple[NewPerson | None, str], slug: str) -> ResponseReturnValue:
    """Ask to be let in. A visitor gets the same answer whether the address is known or not."""
    new, note = asked
    if new is not None:
        actions.ask_by_mail(work, actor, new, note)
        return go("registrations.sent", slug=slug)
    actions.ask(work, actor, note)
    return go("registrations.register", slug=slug)


@bp.get("/<slug>/register/sent")
@anyone
def sent(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What to do now: look into your mail."""
    workshop_to_see(work, actor)
    settings = this_portal().settings
    return page(
        "registrations/sent.html", minutes=settings.link_minutes, is_mail_sent=bool(settings.smtp_url)
    )


@bp.get("/<slug>/register/confirm/<token>")
@anyone
def open_confirmation(work: Work, actor: Actor, token: str, **_: str) -> ResponseReturnValue:
    """Ask before the link is used up: mail programs open links too, and only by GET."""
    workshop_to_see(work, actor)
    return page("registrations/confirm.html", person=link_to_open(work, token).person)


@bp.post("/<slug>/register/confirm/<token>")
@anyone
def confirm(work: Work, actor: Actor, slug: str, token: str) -> ResponseReturnValue:
    """Sign in on this device, once, and let the registration be seen."""
    settings = this_portal().settings
    person = link_to_open(work, token).person
    leave(work, actor)
    begun = use_link(work, token, agent=request.user_agent.string, days=settings.session_days)
    let_in(work, begun)
    actions.confirm(work, queries.actor_of(work, person, actor.workshop_id))
    if is_half(begun):
        return go("accounts.ask_code", next=url_for("registrations.register", slug=slug))
    return go("registrations.register", slug=slug)


@bp.post("/<slug>/register/withdraw")
@signed_in
def withdraw(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Take one's own registration back."""
    actions.withdraw(work, actor)
    flash("Your registration is withdrawn.", "success")
    return go("registrations.register", slug=slug)
