"""Passwords: checked, kept up to date, taken away; and a warning when somebody guesses."""

from portal.access import Actor
from portal.accounts.actions import HASHER, end_other_sign_ins
from portal.accounts.models import Person
from portal.accounts.queries import person_with
from portal.errors import Conflict
from portal.mail.actions import write
from portal.store.work import Work


def is_hash_old(password_hash: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def renew_hash(work: Work, person_id: int, before: str, after: str) -> None:
    """Keep the same password under today's parameters, unless it was changed meanwhile."""
    person = work.get(Person, person_id)
    if person.password_hash == before:
        person.password_hash = after


def remove_password(work: Work, actor: Actor) -> None:
    """From now on a link alone signs in; every other browser is signed out, and a mail says so."""
    person = work.get(Person, actor.known_id)
    if person.password_hash is None:
        raise Conflict("You have no password.")
    person.password_hash = None
    end_other_sign_ins(work, actor)
    text = (
        "Hello,\n\nthe password of your account was removed just now, and all your other devices were signed out.\n"
        "From now on you sign in by a link.\n\nIf that was not you, sign in and tell the organizers.\n"
    )
    write(work, to=person.email, subject="Your password was removed", text=text)


def warn_of_guesses(work: Work, email: str) -> None:
    """Tell the owner of an address that somebody tries passwords for it; for an unknown one nothing happens."""
    person = person_with(work, email)
    if person is None:
        return
    text = (
        "Hello,\n\nsomebody has tried to sign in to your account several times with a wrong password or code.\n"
        "Passwords are not taken for a while now; a sign-in link still works for you.\n\n"
        "If that was you, there is nothing to do.\n"
    )
    write(work, to=email, subject="Somebody tried to sign in as you", text=text)
