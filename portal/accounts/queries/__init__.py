"""People and sign-ins, read."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Address, LeftAddress, Person, SignIn, SignInLink
from portal.accounts.rules import digest_of_left, hash_of
from portal.clock import now
from portal.errors import NotFound
from portal.store.pieces import in_pieces
from portal.store.work import Work


def person_with(work: Work, email: str) -> Person | None:
    """The person to whom a normal address belongs."""
    return work.session.scalars(select(Person).join(Address).where(Address.email == email)).one_or_none()


def link_to_open(work: Work, token: str) -> SignInLink:
    """A sign-in link that still works; raises NotFound with the remedy for every other one."""
    link = work.session.scalars(
        select(SignInLink).where(SignInLink.token_hash == hash_of(token))
    ).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= now():
        raise NotFound("This sign-in link was used already or is too old. Ask for a new one.")
    return link


def own_person(work: Work, actor: Actor) -> Person:
    """Who is signed in, with everything that they may see of themselves."""
    return work.get(Person, actor.known_id)


def own_sign_ins(work: Work, actor: Actor) -> list[SignIn]:
    """The actor's open sign-ins, newest first."""
    found = (
        select(SignIn)
        .where(
            SignIn.person_id == actor.known_id,
            SignIn.is_half.is_(False),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now(),
        )
        .order_by(SignIn.id.desc())
    )
    return list(work.session.scalars(found))


def password_hash_of(work: Work, email: str) -> tuple[int, str | None]:
    """The person's id and hash; 0 and None for an address that nobody has."""
    person = person_with(work, email)
    return (person.id, person.password_hash) if person else (0, None)


def left_among(work: Work, emails: Iterable[str], pepper: str) -> set[str]:
    """Those among these addresses whose people asked to be erased: whoever adds them again is told."""
    digests = {digest_of_left(email, pepper): email for email in emails}
    found: set[str] = set()
    for some in in_pieces(list(digests)):
        left = select(LeftAddress.digest).where(LeftAddress.digest.in_(some))
        found.update(digests[one] for one in work.session.scalars(left))
    return found
