"""Signing in by a provider, such as ORCID or one's institution; and connecting one to one's account."""

import hmac
import secrets
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import actions, forms
from portal.accounts.actions import identities
from portal.accounts.pages.blueprint import bp
from portal.accounts.pages.entry import enter
from portal.accounts.pages.tries import device
from portal.accounts.queries.proofs import claim_of_browser
from portal.accounts.rules import NewPerson, clean_name
from portal.accounts.rules.factors import is_half
from portal.doors.http import (
    anyone,
    client_key,
    go,
    go_on,
    let_in,
    local_path,
    next_path,
    page,
    prepared,
    signed_in,
    written_first,
)
from portal.doors.identity import forget, keep, kept
from portal.doors.offload import offload
from portal.doors.parse import read_email
from portal.doors.portal import this_portal
from portal.doors.providers import Begun, Told
from portal.errors import Invalid, NotFound
from portal.store.work import Work

ASKED = "provider_asked"
TOLD = "provider_told"
OVER = "This was begun in another window, or too long ago. Please begin anew."


def _return_address(name: str) -> str:
    # The address that the provider knows comes from the settings, never from what the browser says of itself.
    return f"{this_portal().settings.base_url}/sign-in/with/{name}/return"


def _begin(_actor: Actor, provider: str) -> Begun:
    portal = this_portal()
    portal.providers.at(provider)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotFound("Sign in from the page of this portal.")
    portal.limits.hit(portal.settings.limit_client, "accounts.provider", client_key())
    return offload(portal.providers.begin, provider, _return_address(provider))


@bp.get("/sign-in/with/<provider>")
@prepared(_begin, is_sign_in_needed=False)
def go_to_provider(_work: Work, actor: Actor, begun: Begun, provider: str) -> ResponseReturnValue:
    """Send the browser to the provider."""
    if actor.is_signed_in:
        return go_on()
    return _sent(begun, provider, "")


@bp.get("/account/connect/<provider>")
@prepared(_begin)
def connect_provider(_work: Work, actor: Actor, begun: Begun, provider: str) -> ResponseReturnValue:
    """The same for somebody who is signed in and wants to come by it later."""
    return _sent(begun, provider, str(actor.known_id))


def _sent(begun: Begun, provider: str, person: str) -> ResponseReturnValue:
    keep(ASKED, {**begun.words(), "provider": provider, "person": person, "next": next_path()})
    return redirect(begun.address, 303)


@dataclass(frozen=True)
class Returned:
    """What came of it: a sign-in that was begun, or who it is and nobody knows them yet."""

    told: Told
    next_path: str
    is_to_connect: bool
    token: str | None = None


def _returned(actor: Actor, provider: str) -> Returned:
    portal, asked = this_portal(), forget(ASKED)
    label = portal.providers.label(provider)
    portal.limits.hit(portal.settings.limit_client, "accounts.provider", client_key())
    sent, came = asked.get("state", "").encode(), request.args.get("state", "").encode()
    if asked.get("provider") != provider or not hmac.compare_digest(sent, came):
        raise NotFound(OVER)
    if "code" not in request.args:
        raise NotFound(f"{label} did not sign you in. Begin anew, or choose another way.")
    told = offload(portal.providers.finish, provider, asked, request.args["code"], _return_address(provider))
    going_to = local_path(asked.get("next"), "")
    if asked["person"]:
        if asked["person"] != str(actor.person_id or ""):
            raise NotFound(OVER)
        return Returned(told, going_to, is_to_connect=True)
    proven = NewPerson(_name(told), read_email(told.email)) if told.email else None

    def sign_in(work: Work) -> str | None:
        token = identities.sign_in(
            work, told.issuer, told.subject, device(label), proven=proven, label=_label(label, told)
        )
        if token is not None:
            actions.leave(work, actor)
            let_in(work, token)
        return token

    return Returned(told, going_to, is_to_connect=False, token=written_first(sign_in))


def _name(told: Told) -> str:
    try:
        return clean_name(told.name or told.email.partition("@")[0])
    except Invalid:
        return told.email


def _label(provider: str, told: Told) -> str:
    """What somebody sees of an identity; ORCID's subject is the iD itself."""
    shown = told.subject if provider == "ORCID" else told.name or told.email
    return f"{provider} ({shown})" if shown else provider


@bp.get("/sign-in/with/<provider>/return")
@prepared(_returned, is_sign_in_needed=False)
def return_from(_work: Work, actor: Actor, returned: Returned, provider: str) -> ResponseReturnValue:
    """Back from the provider: signed in, or asked which address is theirs, or asked whether to connect it."""
    if returned.token is not None:
        if is_half(returned.token):
            return go("accounts.ask_code", next=returned.next_path or None)
        return redirect(returned.next_path, 303) if returned.next_path else go_on()
    told = returned.told
    label = this_portal().providers.label(provider)
    words = {
        "issuer": told.issuer,
        "subject": told.subject,
        "name": told.name,
        "label": _label(label, told),
        "provider": label,
        "next": returned.next_path,
        "person": str(actor.person_id or "") if returned.is_to_connect else "",
        "browser": secrets.token_urlsafe(24),
    }
    keep(TOLD, words)
    return go("accounts.confirm_connection" if returned.is_to_connect else "accounts.ask_address")


def _told(person: str) -> dict[str, str]:
    told = kept(TOLD)
    if not told or told["person"] != person:
        raise NotFound(OVER)
    return told


@bp.get("/account/connect")
@signed_in
def confirm_connection(_work: Work, actor: Actor) -> ResponseReturnValue:
    """Ask before it is connected, so that nobody connects theirs to somebody else's account unseen."""
    return page("accounts/connect.html", told=_told(str(actor.known_id)))


@bp.post("/account/connect")
@signed_in
def connect(work: Work, actor: Actor) -> ResponseReturnValue:
    """Let it sign in to this account from now on."""
    told = _told(str(actor.known_id))
    identities.connect(work, actor, told["issuer"], told["subject"], told["label"])
    forget(TOLD)
    flash(f"{told['label']} is connected.", "success")
    return go("accounts.account")


@bp.post("/account/identities/<int:identity_id>/disconnect")
@signed_in
def disconnect(work: Work, actor: Actor, identity_id: int) -> ResponseReturnValue:
    """Take it off this account; a link to one's mail still signs in."""
    flash(f"{identities.disconnect(work, actor, identity_id)} is not connected any more.", "success")
    return go("accounts.account")


@bp.get("/sign-in/address")
@anyone
def ask_address(_work: Work, _actor: Actor) -> ResponseReturnValue:
    """Which address is theirs: it is proven by mail, and then connected with what the provider said."""
    return page("accounts/ask_address.html", told=_told(""), minutes=this_portal().settings.link_minutes)


def _read_address(_actor: Actor) -> NewPerson:
    told = _told("")
    new = forms.read_new_person(request.form, told["name"])
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "accounts.link", client_key())
    portal.limits.hit(portal.settings.limit_mail, "accounts.link", new.email)
    return new


@bp.post("/sign-in/address")
@prepared(_read_address, is_sign_in_needed=False)
def prove_address(work: Work, _actor: Actor, new: NewPerson) -> ResponseReturnValue:
    """Send the link. The answer is the same whether somebody has this address or not."""
    told = _told("")
    identities.ask_to_prove(
        work,
        new,
        issuer=told["issuer"],
        subject=told["subject"],
        label=told["label"],
        browser=told["browser"],
    )
    return go("accounts.link_sent")


@bp.get("/sign-in/address/<token>")
@anyone
def open_identity(work: Work, _actor: Actor, token: str) -> ResponseReturnValue:
    """Ask before the link is used up."""
    told = kept(TOLD)
    claim = claim_of_browser(work, token, told.get("browser", ""))
    return page("accounts/open_identity.html", claim=claim, told=told)


@bp.post("/sign-in/address/<token>")
@anyone
def use_identity(work: Work, actor: Actor, token: str) -> ResponseReturnValue:
    """Connect and sign in, once."""
    told = kept(TOLD)
    actions.leave(work, actor)
    begun = identities.prove(
        work, token, told.get("browser", ""), device(told.get("provider", "")), told.get("label", "")
    )
    return enter(work, begun)
