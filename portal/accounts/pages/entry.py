"""Signing in by a link or a password, and out."""

from dataclasses import dataclass

from flask import flash, make_response, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import actions, forms, queries
from portal.accounts.actions import passwords
from portal.accounts.pages.blueprint import bp
from portal.accounts.pages.tries import count_try, device
from portal.accounts.queries.factors import half_sign_in
from portal.accounts.rules.factors import is_half
from portal.doors.http import anyone, client_key, go, go_on, let_in, next_path, page, prepared
from portal.doors.identity import half_token, let_go
from portal.doors.offload import offload
from portal.doors.parse import read_email
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.store.work import Work


@bp.get("/sign-in")
@anyone
def sign_in(work: Work, actor: Actor) -> ResponseReturnValue:
    """The ways in: a link by mail, a provider, or a password. Who is signed in is led on."""
    return _ways(work, actor, is_by_password=False)


@bp.get("/sign-in/password")
@anyone
def sign_in_by_password(work: Work, actor: Actor) -> ResponseReturnValue:
    """The same page with the form for the password open."""
    return _ways(work, actor, is_by_password=True)


def _ways(work: Work, actor: Actor, *, is_by_password: bool) -> ResponseReturnValue:
    if actor.is_signed_in:
        return go_on()
    if not is_by_password and half_sign_in(work, half_token()) is not None:
        return go("accounts.ask_code", next=next_path() or None)
    return page(
        "accounts/sign_in.html",
        next_path=next_path(),
        is_by_password=is_by_password,
        providers=this_portal().providers.labels(),
    )


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
    here = device()
    return enter(work, actions.use_link(work, token, agent=here.agent, days=here.days))


def enter(work: Work, token: str) -> ResponseReturnValue:
    """Give the browser its sign-in and lead it on, over the second factor where there is one."""
    let_in(work, token)
    return go("accounts.ask_code", next=next_path() or None) if is_half(token) else go_on()


@dataclass(frozen=True)
class Checked:
    """Whose password was right; `after` is a hash of it with today's parameters, where the one `before` is older."""

    person_id: int
    before: str = ""
    after: str = ""


def _check_password(_actor: Actor) -> Checked:
    credentials = forms.read_credentials(request.form)
    portal = this_portal()
    count_try("accounts.password", credentials.email, credentials.email)
    with portal.store.reading() as work:
        person_id, password_hash = queries.password_hash_of(work, credentials.email)
    if not offload(actions.is_password_right, password_hash, credentials.password):
        raise Invalid("This address and this password do not belong together.")
    if password_hash is None or not passwords.is_hash_old(password_hash):
        return Checked(person_id)
    return Checked(person_id, password_hash, offload(actions.hash_password, credentials.password))


@bp.post("/sign-in/password")
@prepared(_check_password, is_sign_in_needed=False)
def use_password(work: Work, actor: Actor, checked: Checked) -> ResponseReturnValue:
    """Sign in by a password that was checked already."""
    actions.leave(work, actor)
    if checked.after:
        passwords.renew_hash(work, checked.person_id, checked.before, checked.after)
    return enter(work, actions.begin_sign_in(work, checked.person_id, device("password")))


@bp.post("/sign-out")
@anyone
def sign_out(work: Work, actor: Actor) -> ResponseReturnValue:
    """End the sign-in of this browser, whatever it has open, and what it kept of the portal."""
    actions.leave(work, actor)
    let_go()
    flash("You are signed out.", "success")
    answer = make_response(go_on())
    # Not "cookies": the theme and the time zone are in them, and the sentence above.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
