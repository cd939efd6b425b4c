"""The person who stands where somebody stood who left: it has no address and can never sign in."""

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Person
from portal.clock import now
from portal.privacy.rules import GONE
from portal.store.work import Work

MARK = "!nobody"
"""In the place of a hash: no password has it, and no form can write it."""


def nobody(work: Work) -> Actor:
    """The one of this portal, made when it is first needed."""
    found = select(Person).where(Person.password_hash == MARK).order_by(Person.id).limit(1)
    person = work.session.scalars(found).one_or_none()
    if person is None:
        person = work.add(Person(name=GONE, password_hash=MARK, created_at=now()))
    return Actor(person_id=person.id, name=GONE)
