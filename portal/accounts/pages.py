"""Signing in and out, and one's own account."""

from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import actions, forms, queries
from portal.accounts.rules import PasswordChange, device_name
from portal.doors.http import anyone, client_key, go, go_on, let_in, next_path, page, prepared, signed_in
from portal.doors.identity import let_go
from portal.doors.offload import offload
from portal.doors.parse import read_email
from portal.doors.portal import this_portal
from portal.doors.wording import count
from portal.errors import Invalid
from portal.store.work import Work

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
@anyone
def sign_in(_work: Work, actor: Actor) -> ResponseReturnValue:
    """Two ways in: a link by mail, or a password. Who is signed in is led on."""
    return go_on() if actor.is_signed_in else page("accounts/sign_in.html", next_path=next_path())


@bp.get("/sign-in/password")
@anyone
def sign_in_by_password(_work: Work, actor: Actor) -> ResponseReturnValue:
    """The same page with the form for the password open."""
    if actor.is_signed_in:
        return go_on()
    return page("accounts/sign_in.html", next_path=next_path(), is_by_password=True)


def _read_address(_actor: Actor) -> str:
    email = read_email(request.form.get("email", ""))
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "accounts.link", client_key())
    portal.limits.hit(portal.settings.limit_mail, "accounts.link", email)
    return email


@bp.post("/sign-in")
@prepared(_read_address, is_sign_in_needed=False)
def ask_for_link(work: Work, _actor: Actor, email: str) -> ResponseReturnValue:
    """Send a link. The answer is the same whether somebody has this address or not."""
    actions.ask_for_link(work, email, next_path())
    return go("accounts.link_sent")


@bp.get("/sign-in/sent")
@anyone
def link_sent(_work: Work, _actor: Actor) -> ResponseReturnValue:
    """What to do now: look into your mail."""
    settings = this_portal().settings
    return page(
        "accounts/link_sent.html", minutes=settings.link_minutes, is_mail_sent=bool(settings.smtp_url)
    )


@bp.get("/sign-in/link/<token>")
@anyone
def open_link(work: Work, _actor: Actor, token: str) -> ResponseReturnValue:
    """Ask before the link is used up: mail programs open links too, and only by GET."""
    link = queries.link_to_open(work, token)
    return page("accounts/open_link.html", person=link.person, next_path=next_path())


@bp.post("/sign-in/link/<token>")
@anyone
def use_link(work: Work, actor: Actor, token: str) -> ResponseReturnValue:
    """Sign in on this device, once."""
    actions.leave(work, actor)
    let_in(work, actions.use_link(work, token, **_device()))
    return go_on()


def _check_password(_actor: Actor) -> int:
    credentials = forms.read_credentials(request.form)
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "accounts.password", client_key())
    portal.limits.hit_strictly(portal.settings.limit_sign_in, "accounts.password", credentials.email)
    with portal.store.reading() as work:
        person_id, password_hash = queries.password_hash_of(work, credentials.email)
    if not offload(actions.is_password_right, password_hash, credentials.password):
        raise Invalid("This address and this password do not belong together.")
    return person_id


@bp.post("/sign-in/password")
@prepared(_check_password, is_sign_in_needed=False)
def use_password(work: Work, actor: Actor, person_id: int) -> ResponseReturnValue:
    """Sign in by a password that was checked already."""
    actions.leave(work, actor)
    let_in(work, actions.start_sign_in(work, person_id, **_device()))
    return go_on()


@bp.post("/sign-out")
@anyone
def sign_out(work: Work, actor: Actor) -> ResponseReturnValue:
    """End the sign-in of this browser and whatever it has open."""
    actions.leave(work, actor)
    let_go()
    flash("You are signed out.", "success")
    return go_on()


@bp.get("/account")
@signed_in
def account(work: Work, actor: Actor) -> ResponseReturnValue:
    """Name and affiliation, and where one is signed in."""
    sign_ins = [
        {
            "id": one.id,
            "device": device_name(one.agent),
            "since": one.created_at,
            "is_this": one.id == actor.sign_in_id,
        }
        for one in queries.own_sign_ins(work, actor)
    ]
    return page("accounts/account.html", person=queries.own_person(work, actor), sign_ins=sign_ins)


@bp.post("/account")
@signed_in
def change_account(work: Work, actor: Actor) -> ResponseReturnValue:
    """Take a new name and affiliation."""
    actions.change_profile(work, actor, forms.read_profile(request.form))
    flash("Saved.", "success")
    return go("accounts.account")


@bp.post("/account/sign-ins/<int:sign_in_id>/end")
@signed_in
def end_sign_in(work: Work, actor: Actor, sign_in_id: int) -> ResponseReturnValue:
    """Sign one device out."""
    actions.end_sign_in(work, actor, sign_in_id)
    flash("That device is signed out.", "success")
    return go("accounts.account")


@bp.post("/account/sign-ins/end-others")
@signed_in
def end_other_sign_ins(work: Work, actor: Actor) -> ResponseReturnValue:
    """Sign every other device out."""
    ended = actions.end_other_sign_ins(work, actor)
    flash(f"{count(ended, 'device')} signed out.", "success")
    return go("accounts.account")


@bp.get("/account/password")
@signed_in
def password(work: Work, actor: Actor) -> ResponseReturnValue:
    """The form for a password, the first or a new one."""
    person = queries.own_person(work, actor)
    return page("accounts/password.html", person=person, has_password=person.password_hash is not None)


def _hash_new_password(actor: Actor) -> str:
    portal = this_portal()
    with portal.store.reading() as work:
        person = queries.own_person(work, actor)
        password_hash, about = person.password_hash, (person.name, person.email)
    portal.limits.hit_strictly(portal.settings.limit_sign_in, "accounts.set_password", str(actor.known_id))
    change = forms.read_password_change(request.form, about)
    if password_hash is not None and not _is_right(password_hash, change):
        told = "This is not your present password."
        raise Invalid(told, fields={"old_password": told})
    return offload(actions.hash_password, change.new)


def _is_right(password_hash: str, change: PasswordChange) -> bool:
    return offload(actions.is_password_right, password_hash, change.old)


@bp.post("/account/password")
@prepared(_hash_new_password)
def change_password(work: Work, actor: Actor, password_hash: str) -> ResponseReturnValue:
    """Take the new password, hashed already; other devices are signed out."""
    actions.set_password(work, actor, password_hash)
    flash("Your new password works from now on. Your other devices were signed out.", "success")
    return go("accounts.account")


def _device() -> dict[str, Any]:
    return {"agent": request.user_agent.string, "days": this_portal().settings.session_days}
