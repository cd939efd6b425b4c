"""One's own account: the name, the ways to sign in, the devices."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import actions, forms, queries
from portal.accounts.models import Identity, SignIn
from portal.accounts.pages.blueprint import bp
from portal.accounts.queries import factors, proofs
from portal.accounts.rules import device_name
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import count
from portal.store.work import Work


@bp.get("/account")
@signed_in
def account(work: Work, actor: Actor) -> ResponseReturnValue:
    """Name and affiliation, how one signs in, and where one is signed in."""
    factor = factors.own_factor(work, actor)
    settings = this_portal().settings
    identities = proofs.own_identities(work, actor)
    return page(
        "accounts/account.html",
        person=queries.own_person(work, actor),
        sign_ins=[_shown(one, actor) for one in queries.own_sign_ins(work, actor)],
        identities=[_named(one) for one in identities],
        providers=_to_connect(identities),
        merges=proofs.claims_to_merge(work, actor),
        has_factor=factor is not None and factor.confirmed_at is not None,
        codes_left=factors.recovery_codes_left(work, actor),
        is_factor_offered=settings.organizer_second_factor != "off",
        is_held_back=actor.is_held_back,
    )


def _shown(one: SignIn, actor: Actor) -> dict[str, Any]:
    return {
        "id": one.id,
        "device": device_name(one.agent),
        "since": one.created_at,
        "seen": one.seen_at or one.created_at,
        "how": one.how,
        "is_this": one.id == actor.sign_in_id,
    }


def _named(one: Identity) -> dict[str, Any]:
    return {
        "id": one.id,
        "provider": this_portal().providers.label_of_issuer(one.issuer),
        "label": one.label,
        "since": one.created_at,
    }


def _to_connect(identities: list[Identity]) -> list[tuple[str, str]]:
    """The providers with which this account is not connected yet."""
    providers = this_portal().providers
    known = {one.issuer for one in identities}
    return [
        (name, providers.label(name)) for name, one in providers.by_name.items() if one.issuer not in known
    ]


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
