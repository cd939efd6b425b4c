"""Registering oneself."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts.actions import leave, use_link
from portal.accounts.queries import link_to_open
from portal.accounts.rules import NewPerson
from portal.doors.http import anyone, client_key, go, let_in, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.registrations import actions, queries
from portal.registrations.actions.asking import CHANGEABLE
from portal.registrations.forms.asking import read_application, read_asked
from portal.registrations.pages.blueprint import bp
from portal.registrations.pages.showing import form_context
from portal.registrations.queries.form import form_of, questions_of
from portal.registrations.rules.form import Application
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
    """The way in: a form for a visitor, a shorter one for somebody with an account, and where one's registration stands."""
    workshop = workshop_to_see(work, actor)
    own = queries.own_registration(work, actor) if actor.is_signed_in else None
    return page("registrations/register.html", own=own, **form_context(work, workshop, own))


def _read_asked(actor: Actor, slug: str) -> tuple[NewPerson | None, Application]:
    portal = this_portal()
    with portal.store.reading() as work:
        workshop = workshop_to_see(work, actor)
        asked = form_of(work, workshop), questions_of(work, workshop.id)
        own = queries.own_registration(work, actor) if actor.is_signed_in else None
        has_agreed = own is not None and own.consented_at is not None
    new = None
    if actor.is_signed_in:
        application = read_application(request.form, *asked, has_agreed=has_agreed)
    else:
        new, application = read_asked(request.form, *asked)
        portal.limits.hit(portal.settings.limit_client, "registrations.begin", client_key())
        portal.limits.hit(portal.settings.limit_mail, "registrations.begin", slug, new.email)
    if application.code:
        portal.limits.hit(portal.settings.limit_client, "registrations.code", client_key())
    return new, application


@bp.post("/<slug>/register")
@prepared(_read_asked, is_sign_in_needed=False)
def ask(
    work: Work, actor: Actor, asked: tuple[NewPerson | None, Application], slug: str
) -> ResponseReturnValue:
    """Ask to be let in. A visitor gets the same answer whether the address is known or not."""
    new, application = asked
    if new is not None:
        actions.ask_by_mail(work, actor, new, application)
        return go("registrations.sent", slug=slug)
    actions.ask(work, actor, application)
    return go("registrations.register", slug=slug)


@bp.get("/<slug>/register/change")
@signed_in
def own_answers(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The form once more, with what one said before."""
    workshop = workshop_to_see(work, actor)
    own = queries.own_registration(work, actor)
    if own is None or own.state not in CHANGEABLE:
        return go("registrations.register", slug=slug)
    return page("registrations/change.html", own=own, **form_context(work, workshop, own))


@bp.post("/<slug>/register/change")
@prepared(_read_asked)
def change_answers(
    work: Work, actor: Actor, asked: tuple[NewPerson | None, Application], slug: str
) -> ResponseReturnValue:
    """Say something else, or take part in the other way."""
    actions.change_own(work, actor, asked[1])
    flash("Your registration is changed.", "success")
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
    let_in(work, use_link(work, token, agent=request.user_agent.string, days=settings.session_days))
    reason = actions.confirm(work, queries.actor_of(work, person, actor.workshop_id))
    if reason:
        flash(f"Your address is confirmed, but you are not registered yet. {reason}", "warning")
    return go("registrations.register", slug=slug)


@bp.post("/<slug>/register/withdraw")
@signed_in
def withdraw(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Take one's own registration back."""
    actions.withdraw(work, actor)
    flash("Your registration is withdrawn.", "success")
    return go("registrations.register", slug=slug)
