"""People and sign-ins, changed."""

from collections.abc import Collection
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from portal.access import Actor
from portal.accounts.models import Address, Person, SignIn, SignInLink
from portal.accounts.queries import link_to_open, own_sign_ins, person_with
from portal.accounts.queries.factors import has_factor
from portal.accounts.rules import Device, NewPerson, Profile, device_name, hash_of, link_address, new_token
from portal.accounts.rules.factors import HALF_MINUTES, new_half_token
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.events import Eviction
from portal.mail.actions import write
from portal.store.pieces import in_pieces
from portal.store.work import Work

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The smallest profile that OWASP's password storage sheet recommends for argon2id; about 20 ms."""

NOBODYS_HASH = HASHER.hash("nobody has this password")
"""Verified when there is no such account, so that both answers take the same time."""


def hash_password(password: str) -> str:
    """Slow on purpose: call it beside the event loop, never inside a transaction."""
    return HASHER.hash(password)


def is_password_right(password_hash: str | None, password: str) -> bool:
    """Slow on purpose, and just as slow when there is no account; call it beside the event loop."""
    try:
        is_right = HASHER.verify(password_hash or NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return is_right and password_hash is not None


def add_person(work: Work, new: NewPerson, *, is_operator: bool = False) -> Person:
    """A new account; raises Conflict when the address belongs to somebody."""
    if person_with(work, new.email) is not None:
        raise Conflict(f"There is an account with {new.email} already.")
    person = Person(name=new.name, affiliation=new.affiliation, is_operator=is_operator, created_at=now())
    person.addresses.append(Address(email=new.email))
    return work.add(person)


def find_or_add(work: Work, new: NewPerson) -> Person:
    """The person with this address, or a new account; an existing name is left as it is."""
    return person_with(work, new.email) or add_person(work, new)


def make_link(work: Work, person: Person, minutes: int) -> str:
    """The token of a new one-time sign-in link."""
    token = new_token()
    expires_at = now() + timedelta(minutes=minutes)
    work.add(SignInLink(person=person, token_hash=hash_of(token), created_at=now(), expires_at=expires_at))
    return token


def ask_for_link(work: Work, email: str, next_path: str) -> None:
    """Let a sign-in link be sent to this address, if somebody has it.

    Whether somebody does is asked by the job alone, so that the answer takes the same time either way.
    """
    work.queue("accounts.send_link", email=email, next_path=next_path)


def send_link(work: Work, email: str, *, base_url: str, next_path: str, minutes: int) -> None:
    """Mail a sign-in link to whoever has this address; nobody else is told anything.

    The name is not in it: somebody else may have typed it to write to this address.
    """
    person = person_with(work, email)
    if person is None:
        return
    link = link_address(base_url, make_link(work, person, minutes), next_path)
    text = (
        f"Hello,\n\nthis link signs you in, once, within {minutes} minutes:\n\n{link}\n\n"
        "If you did not ask for it, you can forget this mail; nothing has happened.\n"
    )
    write(work, to=email, subject="Your sign-in link", text=text)


def use_link(work: Work, token: str, *, agent: str, days: int) -> str:
    """Sign in by a link, which works once; the token of the new sign-in, which may still wait for a second factor.

    Raises NotFound for a link that does not work any more; of two uses at the same moment one succeeds.
    """
    link = link_to_open(work, token)
    work.lock(link)
    if link.used_at is not None:
        raise NotFound("This sign-in link was used already. Ask for a new one.")
    link.used_at = now()
    return begin_sign_in(work, link.person_id, Device(agent, days))


def begin_sign_in(work: Work, person_id: int, device: Device) -> str:
    """The token of a new sign-in of somebody who has shown one proof; whoever has a second factor is asked for it next.

    A device that the person has not used before is told to them by mail.
    """
    if has_factor(work, person_id):
        token = new_half_token()
        row = _sign_in(person_id, token, device)
        row.is_half, row.expires_at = True, now() + timedelta(minutes=HALF_MINUTES)
        work.add(row)
        return token
    tell_of_device(work, person_id, device)
    return start_sign_in(work, person_id, agent=device.agent, days=device.days, how=device.how)


def start_sign_in(work: Work, person_id: int, *, agent: str, days: int, how: str = "link") -> str:
    """The token of a new sign-in, for the cookie."""
    token = new_token()
    work.add(_sign_in(person_id, token, Device(agent, days, how)))
    return token


def _sign_in(person_id: int, token: str, device: Device) -> SignIn:
    return SignIn(
        person_id=person_id,
        token_hash=hash_of(token),
        agent=device.agent[:200],
        how=device.how[:60],
        created_at=now(),
        expires_at=now() + timedelta(days=device.days),
    )


def tell_of_device(work: Work, person_id: int, device: Device) -> None:
    """A mail about a sign-in from a kind of device that is new; the first of all is no news."""
    agents = work.session.scalars(
        select(SignIn.agent).where(SignIn.person_id == person_id, SignIn.is_half.is_(False)).distinct()
    ).all()
    name = device_name(device.agent)
    person = work.get(Person, person_id)
    if not agents or name in map(device_name, agents) or not person.email:
        return
    text = (
        f"Hello,\n\nsomebody signed in to your account just now: {name}, by {device.how}.\n\n"
        "If that was you, there is nothing to do. If not, sign in, open “Your account”, sign that device out, and\n"
        "change your password if you have one.\n"
    )
    write(work, to=person.email, subject="A new device signed in", text=text)


def mark_seen(work: Work, sign_in_ids: Collection[int]) -> None:
    """Remember that these sign-ins were used just now."""
    for some in in_pieces(sorted(sign_in_ids)):
        work.session.execute(update(SignIn).where(SignIn.id.in_(some)).values(seen_at=now()))


def end_sign_in(work: Work, actor: Actor, sign_in_id: int) -> None:
    """Sign one of one's own browsers out; its open connections end too. Somebody else's is NotFound."""
    found = select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == actor.known_id)
    sign_in = work.session.scalars(found).one_or_none()
    if sign_in is None:
        raise NotFound
    sign_in.ended_at = sign_in.ended_at or now()
    work.announce(Eviction(sign_in_id=sign_in.id))


def leave(work: Work, actor: Actor) -> None:
    """Sign this browser out; for a visitor there is nothing to do."""
    if actor.sign_in_id is not None:
        end_sign_in(work, actor, actor.sign_in_id)


def end_other_sign_ins(work: Work, actor: Actor) -> int:
    """Sign out everywhere but here; how many sign-ins that ended."""
    others = [one for one in own_sign_ins(work, actor) if one.id != actor.sign_in_id]
    for one in others:
        end_sign_in(work, actor, one.id)
    return len(others)


def set_password(work: Work, actor: Actor, password_hash: str) -> None:
    """Take a new password, already hashed; every other browser is signed out, and a mail says so."""
    person = work.get(Person, actor.known_id)
    person.password_hash = password_hash
    end_other_sign_ins(work, actor)
    text = (
        "Hello,\n\nyour password was changed just now, and all your other devices were signed out.\n\n"
        "If that was not you, sign in with a link, set another password and tell the organizers.\n"
    )
    write(work, to=person.email, subject="Your password was changed", text=text)


def change_profile(work: Work, actor: Actor, profile: Profile) -> None:
    """A new name and affiliation, and whether halls show them; what was written keeps the name that it was signed with."""
    person = work.get(Person, actor.known_id)
    person.name, person.affiliation = profile.name, profile.affiliation
    person.is_shown = profile.is_shown


def choose_zone(work: Work, actor: Actor, zone: str) -> None:
    """Remember in which zone somebody reads times: what is planned for all can then mind who is awake."""
    work.get(Person, actor.known_id).time_zone = zone
