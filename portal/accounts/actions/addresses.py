"""Several addresses of one person: added once they are proven, made primary, taken away."""

from datetime import timedelta

from portal.access import Actor
from portal.accounts.models import Address, AddressClaim, Person
from portal.accounts.queries import own_person, person_with
from portal.accounts.queries.proofs import claim_to_confirm, own_address
from portal.accounts.rules import hash_of, new_token
from portal.clock import now
from portal.errors import Conflict, Invalid
from portal.mail.actions import write
from portal.store.work import Work

MOST_ADDRESSES = 10


def ask_to_add(work: Work, actor: Actor, email: str) -> None:
    """Let a link be mailed to an address that somebody wants to add.

    Whether it has an account of its own is asked by the job alone, so that the answer is the same and takes the same time.
    """
    person = own_person(work, actor)
    if any(one.email == email for one in person.addresses):
        told = "This address is yours already."
        raise Invalid(told, fields={"email": told})
    if len(person.addresses) >= MOST_ADDRESSES:
        raise Conflict(f"An account has at most {MOST_ADDRESSES} addresses. Remove one first.")
    work.queue("accounts.send_claim", person_id=person.id, email=email)


def send_claim(work: Work, person_id: int, email: str, *, base_url: str, minutes: int) -> None:
    """Mail the link that proves an address; its owner, if there is another one, is told what it means."""
    if work.session.get(Person, person_id) is None:
        return  # merged or erased meanwhile
    token = new_token()
    claim = AddressClaim(
        person_id=person_id,
        email=email,
        token_hash=hash_of(token),
        created_at=now(),
        expires_at=now() + timedelta(minutes=minutes),
    )
    work.add(claim)
    link = f"{base_url}/account/addresses/confirm/{token}"
    owner = person_with(work, email)
    if owner is None:
        subject = "Confirm your address"
        text = (
            f"Hello,\n\nopen this link within {minutes} minutes to add this address to your account:\n\n{link}\n\n"
            "It works where you are signed in. If you did not ask for it, you can forget this mail.\n"
        )
    else:
        subject = "This address has an account already"
        text = (
            "Hello,\n\nsomebody asked to add this address to another account, but it has an account of its own.\n"
            f"If both are yours, open this link within {minutes} minutes, signed in to the other account, and\n"
            f"choose whether to merge them:\n\n{link}\n\n"
            "If you did not ask for it, you can forget this mail: nothing has changed, and they were not told that\n"
            "this account exists.\n"
        )
    write(work, to=email, subject=subject, text=text)


def confirm(work: Work, actor: Actor, token: str) -> AddressClaim:
    """Add the address, which counts from now on; where it has an account of its own, it may be merged next."""
    claim = claim_to_confirm(work, actor, token)
    work.lock(claim)
    claim = claim_to_confirm(work, actor, token)
    owner = person_with(work, claim.email)
    if owner is None:
        add(work, work.get(Person, actor.known_id), claim.email)
        claim.used_at = now()
    elif owner.id == actor.known_id:
        claim.used_at = now()
    else:
        claim.proven_at = now()
    return claim


def add(work: Work, person: Person, email: str) -> None:
    """Add a proven address; the primary one is told."""
    before = person.email
    work.add(Address(person_id=person.id, email=email))
    work.session.refresh(person, ["addresses"])
    if before:
        text = (
            f"Hello,\n\n{email} was added to your account just now, and signs in to it.\n\n"
            "If that was not you, sign in, remove it on the page of your addresses, and tell the organizers.\n"
        )
        write(work, to=before, subject="An address was added to your account", text=text)


def make_primary(work: Work, actor: Actor, address_id: int) -> str:
    """Let the portal's mail go to this address from now on; the one before is told."""
    person = own_person(work, actor)
    work.lock(person)
    chosen, before = own_address(work, actor, address_id), person.email
    for one in person.addresses:
        one.is_primary = one.id == chosen.id
    if chosen.email != before:
        text = f"Hello,\n\nmail of this portal goes to {chosen.email} from now on.\n"
        write(work, to=before, subject="Your mail goes to another address", text=text)
    return chosen.email


def remove(work: Work, actor: Actor, address_id: int) -> str:
    """Take an address away, but not the last; it is told."""
    person = own_person(work, actor)
    work.lock(person)
    address = own_address(work, actor, address_id)
    work.session.refresh(person, ["addresses"])
    if len(person.addresses) < 2:
        raise Conflict("An account needs an address. Add another one first.")
    email = address.email
    person.addresses.remove(address)
    work.session.flush()
    text = (
        "Hello,\n\nthis address was removed from its account just now and does not sign in any more.\n\n"
        "If that was not you, tell the organizers.\n"
    )
    write(work, to=email, subject="This address was removed", text=text)
    return email
