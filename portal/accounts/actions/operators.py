"""Operators: who may run the whole portal."""

from portal.access import Actor, Permission, require
from portal.accounts.actions import find_or_add
from portal.accounts.models import Person
from portal.accounts.rules import NewPerson
from portal.audit.actions import record
from portal.events import Eviction
from portal.store.work import Work


def make_operator(work: Work, actor: Actor, new: NewPerson) -> Person:
    """Let somebody run the portal; an account is made where there is none, and an existing name is left as it is."""
    require(actor, Permission.INVITE_OPERATOR)
    person = find_or_add(work, new)
    if not person.is_operator:
        person.is_operator = True
        record(work, actor, "accounts.make_operator", "the portal", person=(person.id, person.name))
        work.announce(Eviction(person_id=person.id))
    return person
