"""Rows for tests, made as short as a test can say them; a test makes only what it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Role
from portal.accounts.actions import add_person, make_link
from portal.accounts.models import Person, SignIn
from portal.accounts.rules import NewPerson, hash_of
from portal.clock import now
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of
from portal.registrations.rules import State
from portal.store.work import Store, Work
from portal.threads.actions import open_thread
from portal.workshops.models import Workshop

_numbers = count(1)


def make_workshop(work: Work, slug: str = "tides", **values: object) -> Workshop:
    """A workshop in UTC that is published and takes registrations by approval."""
    return work.add(Workshop(slug=slug, title=f"Workshop on {slug}", created_at=now(), **values))


def make_person(work: Work, name: str = "", email: str = "", *, is_operator: bool = False) -> Person:
    """Somebody with an account; without a name, a numbered one."""
    number = next(_numbers)
    new = NewPerson(name or f"Person {number}", email or f"person{number}@example.org")
    return add_person(work, new, is_operator=is_operator)


def register(
    work: Work, workshop: Workshop, person: Person, *roles: Role, state: State = State.ACCEPTED
) -> Registration:
    """A person's place in a workshop; an accepted attendee unless said otherwise."""
    names = [role.value for role in roles or (Role.ATTENDEE,)]
    row = Registration(
        workshop_id=workshop.id, person_id=person.id, state=state, role_names=names, created_at=now()
    )
    return work.add(row)


def make_actor(work: Work, workshop: Workshop, *roles: Role, state: State = State.ACCEPTED) -> Actor:
    """A new person in the workshop, as somebody who asks."""
    person = make_person(work)
    register(work, workshop, person, *roles, state=state)
    return actor_of(work, person, workshop.id)


@dataclass(frozen=True)
class Room:
    """A workshop with one thread and one accepted attendee."""

    workshop_id: int
    thread_id: int
    attendee: Actor


def make_room(store: Store, slug: str = "tides") -> Room:
    """A committed workshop with a thread and somebody who may write into it."""
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        thread = open_thread(work, workshop.id, "poster")
        return Room(workshop.id, thread.id, make_actor(work, workshop))


def sign_in_link(work: Work, actor: Actor) -> str:
    """The path of a link that signs somebody in."""
    return f"/sign-in/link/{make_link(work, work.get(Person, actor.known_id), 10)}"


@contextmanager
def committed(store: Store) -> Iterator[Work]:
    """A writing unit of work that commits at its end, as a door does."""
    with store.writing() as work:
        yield work
        work.commit()


def sign_in_of(work: Work, token: str | None) -> SignIn | None:
    """The sign-in whose cookie this is, while it lasts, with its person."""
    if token is None:
        return None
    mine = select(SignIn).where(SignIn.token_hash == hash_of(token)).options(joinedload(SignIn.person))
    found = work.session.scalars(mine).one_or_none()
    is_good = found is not None and found.ended_at is None and found.expires_at > now()
    return found if is_good else None
