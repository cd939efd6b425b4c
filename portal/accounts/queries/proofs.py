"""Addresses that are to be proven, and identities at providers, read."""

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Address, AddressClaim, Identity, Person
from portal.accounts.queries import person_with
from portal.accounts.rules import hash_of
from portal.clock import now
from portal.errors import NotFound
from portal.store.work import Work

TOO_OLD = "This link was used already or is too old. Begin anew on the page of your addresses."


def claim_to_confirm(work: Work, actor: Actor, token: str) -> AddressClaim:
    """What the actor began and proves by this link; raises NotFound, also when somebody else is signed in."""
    claim = _claim(work, token)
    if claim is None or claim.person_id != actor.known_id:
        raise NotFound(f"{TOO_OLD} It works for the account alone that asked for it.")
    return claim


def claim_of_browser(work: Work, token: str, browser: str) -> AddressClaim:
    """What a browser began that came by a provider; raises NotFound in every other browser."""
    claim = _claim(work, token)
    if claim is None or not browser or claim.browser_hash != hash_of(browser):
        raise NotFound(
            "This link was used already, is too old, or was asked for in another browser. Open it in the browser "
            "in which you began, or sign in by a link to your mail and connect it on your account."
        )
    return claim


def _claim(work: Work, token: str) -> AddressClaim | None:
    claim = work.session.scalars(
        select(AddressClaim).where(AddressClaim.token_hash == hash_of(token))
    ).one_or_none()
    is_good = claim is not None and claim.used_at is None and claim.expires_at > now()
    return claim if is_good else None


def claims_to_merge(work: Work, actor: Actor) -> list[AddressClaim]:
    """Addresses that the actor has proven and that have an account of their own."""
    found = select(AddressClaim).where(
        AddressClaim.person_id == actor.known_id,
        AddressClaim.proven_at.is_not(None),
        AddressClaim.used_at.is_(None),
        AddressClaim.expires_at > now(),
    )
    claims = work.session.scalars(found.order_by(AddressClaim.id)).all()
    newest = {claim.email: claim for claim in claims if _other(work, actor, claim) is not None}
    return list(newest.values())


def merge_to_see(work: Work, actor: Actor, claim_id: int) -> tuple[AddressClaim, Person]:
    """A proven address and the other account that it leads to; raises NotFound."""
    claim = next((one for one in claims_to_merge(work, actor) if one.id == claim_id), None)
    other = _other(work, actor, claim) if claim else None
    if claim is None or other is None:
        raise NotFound("There are no two accounts to merge. Add the other address first.")
    return work.hold(claim), work.hold(other)


def _other(work: Work, actor: Actor, claim: AddressClaim) -> Person | None:
    other = person_with(work, claim.email)
    return None if other is None or other.id == actor.known_id else other


def own_address(work: Work, actor: Actor, address_id: int) -> Address:
    """One of one's own addresses; somebody else's is NotFound."""
    address = work.get(Address, address_id)
    if address.person_id != actor.known_id:
        raise NotFound
    return address


def own_identities(work: Work, actor: Actor) -> list[Identity]:
    found = select(Identity).where(Identity.person_id == actor.known_id).order_by(Identity.id)
    return list(work.session.scalars(found))


def identity_at(work: Work, issuer: str, subject: str) -> Identity | None:
    """Whose this identity is."""
    found = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return work.session.scalars(found).one_or_none()
