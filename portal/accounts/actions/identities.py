"""Accounts at providers: connected, used to sign in, taken away."""

from datetime import timedelta

from portal.access import Actor
from portal.accounts.actions import begin_sign_in, find_or_add
from portal.accounts.models import AddressClaim, Identity, Person
from portal.accounts.queries import person_with
from portal.accounts.queries.proofs import claim_of_browser, identity_at
from portal.accounts.rules import Device, NewPerson, hash_of, new_token
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.mail.actions import write
from portal.store.work import Work


def sign_in(
    work: Work, issuer: str, subject: str, device: Device, *, proven: NewPerson | None, label: str
) -> str | None:
    """The token of a new sign-in of whom this identity belongs to; None where nobody knows it yet.

    With a `proven` address it is connected to the account with that address, or to a new one.
    """
    identity = identity_at(work, issuer, subject)
    if identity is None and proven is not None:
        person = find_or_add(work, proven)
        identity = connect_person(work, person, issuer, subject, label)
    if identity is None:
        return None
    identity.used_at = now()
    return begin_sign_in(work, identity.person_id, device)


def connect(work: Work, actor: Actor, issuer: str, subject: str, label: str) -> Identity:
    """Let somebody who is signed in also come by this identity; raises Conflict when it is another account's."""
    return connect_person(work, work.get(Person, actor.known_id), issuer, subject, label)


def connect_person(work: Work, person: Person, issuer: str, subject: str, label: str) -> Identity:
    """The same for a person who has proven to be this one; they are told by mail."""
    identity = identity_at(work, issuer, subject)
    if identity is not None:
        if identity.person_id != person.id:
            raise Conflict(f"{label} is connected to another account here. Sign in with it to see which.")
        return identity
    text = (
        f"Hello,\n\n{label} was connected to your account just now, and signs in to it.\n\n"
        "If that was not you, sign in, disconnect it on your account, and tell the organizers.\n"
    )
    write(work, to=person.email, subject="A way to sign in was connected", text=text)
    return work.add(
        Identity(person_id=person.id, issuer=issuer, subject=subject, label=label[:200], created_at=now())
    )


def disconnect(work: Work, actor: Actor, identity_id: int) -> str:
    """Take an identity off one's own account, to which a link still signs in; somebody else's is NotFound."""
    identity = work.get(Identity, identity_id)
    if identity.person_id != actor.known_id:
        raise NotFound
    work.session.delete(identity)
    return identity.label


def ask_to_prove(work: Work, new: NewPerson, *, issuer: str, subject: str, label: str, browser: str) -> None:
    """Let a link be mailed to somebody who came by a provider and said which address is theirs.

    Whether it is known is asked by the job alone, so that the answer tells nothing.
    """
    work.queue(
        "accounts.send_identity_claim",
        name=new.name,
        email=new.email,
        issuer=issuer,
        subject=subject,
        label=label,
        browser_hash=hash_of(browser),
    )


def send_claim(
    work: Work,
    new: NewPerson,
    *,
    issuer: str,
    subject: str,
    label: str,
    browser_hash: str,
    base_url: str,
    minutes: int,
) -> None:
    """Mail the link that proves the address; it works in the browser alone that came by the provider."""
    token = new_token()
    work.add(
        AddressClaim(
            email=new.email,
            name=new.name,
            token_hash=hash_of(token),
            browser_hash=browser_hash,
            issuer=issuer,
            subject=subject,
            created_at=now(),
            expires_at=now() + timedelta(minutes=minutes),
        )
    )
    is_known = person_with(work, new.email) is not None
    what = "connect it to your account" if is_known else "make an account with this address"
    text = (
        f"Hello,\n\nsomebody signed in with {label} and says that this address is theirs. If that was you, open this\n"
        f"link within {minutes} minutes, in the same browser, to {what}:\n\n"
        f"{base_url}/sign-in/address/{token}\n\n"
        "If it was not you, you can forget this mail; nothing has happened.\n"
    )
    write(work, to=new.email, subject="Confirm your address", text=text)


def prove(work: Work, token: str, browser: str, device: Device, label: str) -> str:
    """Connect the identity to the account with the address that is proven now, or to a new one, and sign in."""
    claim = claim_of_browser(work, token, browser)
    work.lock(claim)
    claim = claim_of_browser(work, token, browser)
    claim.used_at = now()
    person = find_or_add(work, NewPerson(claim.name or claim.email.partition("@")[0], claim.email))
    identity = connect_person(work, person, claim.issuer, claim.subject, label)
    identity.used_at = now()
    return begin_sign_in(work, person.id, device)
