"""One's own addresses, and merging two accounts of one's own."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import queries
from portal.accounts.actions import addresses, merging
from portal.accounts.pages.blueprint import bp
from portal.accounts.pages.tries import count_try
from portal.accounts.queries import factors, proofs
from portal.doors.http import client_key, go, page, prepared, signed_in
from portal.doors.parse import read_email
from portal.doors.portal import this_portal
from portal.store.work import Work


@bp.get("/account/addresses")
@signed_in
def own_addresses(work: Work, actor: Actor) -> ResponseReturnValue:
    """The addresses that sign in, and the form for another one."""
    return page(
        "accounts/addresses.html",
        person=queries.own_person(work, actor),
        minutes=this_portal().settings.link_minutes,
    )


def _read_new(actor: Actor) -> str:
    email = read_email(request.form.get("email", ""))
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "accounts.add_address", client_key())
    portal.limits.hit(portal.settings.limit_client, "accounts.add_address", str(actor.known_id))
    portal.limits.hit(portal.settings.limit_mail, "accounts.add_address", email)
    return email


@bp.post("/account/addresses")
@prepared(_read_new)
def add_address(work: Work, actor: Actor, email: str) -> ResponseReturnValue:
    """Send the link that proves it. The answer is the same whether somebody has this address or not."""
    addresses.ask_to_add(work, actor, email)
    flash(f"A link is on its way to {email}. The address counts once you have opened it.", "success")
    return go("accounts.own_addresses")


@bp.get("/account/addresses/confirm/<claim_token>")
@signed_in
def open_claim(work: Work, actor: Actor, claim_token: str) -> ResponseReturnValue:
    """Ask before the link is used up: mail programs open links too, and only by GET."""
    claim = proofs.claim_to_confirm(work, actor, claim_token)
    return page("accounts/claim.html", claim=claim, person=queries.own_person(work, actor))


@bp.post("/account/addresses/confirm/<claim_token>")
@signed_in
def use_claim(work: Work, actor: Actor, claim_token: str) -> ResponseReturnValue:
    """Add the address, or go on to merging where it has an account of its own."""
    claim = addresses.confirm(work, actor, claim_token)
    if claim.proven_at is not None:
        return go("accounts.see_merge", claim_id=claim.id)
    flash(f"{claim.email} is yours, and signs in from now on.", "success")
    return go("accounts.own_addresses")


@bp.post("/account/addresses/<int:address_id>/primary")
@signed_in
def make_primary(work: Work, actor: Actor, address_id: int) -> ResponseReturnValue:
    """Let mail go to this address."""
    email = addresses.make_primary(work, actor, address_id)
    flash(f"Mail goes to {email} from now on.", "success")
    return go("accounts.own_addresses")


@bp.post("/account/addresses/<int:address_id>/remove")
@signed_in
def remove_address(work: Work, actor: Actor, address_id: int) -> ResponseReturnValue:
    """Take an address away, but not the last."""
    email = addresses.remove(work, actor, address_id)
    flash(f"{email} does not sign in any more.", "success")
    return go("accounts.own_addresses")


@bp.get("/account/merge/<int:claim_id>")
@signed_in
def see_merge(work: Work, actor: Actor, claim_id: int) -> ResponseReturnValue:
    """What merging does, before it is done."""
    claim, other = proofs.merge_to_see(work, actor, claim_id)
    return page(
        "accounts/merge.html",
        claim=claim,
        person=queries.own_person(work, actor),
        other=other,
        needs_code=factors.has_factor(work, other.id),
    )


def _read_merge(actor: Actor, claim_id: int) -> str:
    with this_portal().store.reading() as work:
        _, other = proofs.merge_to_see(work, actor, claim_id)
        other_id = other.id
    count_try("accounts.code", str(other_id))
    return request.form.get("code", "")


@bp.post("/account/merge/<int:claim_id>")
@prepared(_read_merge)
def merge(work: Work, actor: Actor, code: str, claim_id: int) -> ResponseReturnValue:
    """Make one account of two."""
    merging.merge(work, actor, claim_id, code, this_portal().before_merge)
    flash("Your two accounts are one now. Either address signs in to it.", "success")
    return go("accounts.account")
