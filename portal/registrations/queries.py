"""Registrations, read; and with them who somebody is in a workshop."""

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from portal.access import VISITOR, Actor, Permission, Role, require
from portal.accounts.models import Person
from portal.accounts.queries import sign_in_of
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_at


def read_actor(work: Work, token: str | None, workshop: str | int | None) -> Actor:
    """Who holds this sign-in token, in the workshop with this slug or id; raises NotFound for a foreign slug."""
    match workshop:
        case str():
            workshop_id: int | None = workshop_at(work, workshop).id
        case _:
            workshop_id = workshop
    sign_in = sign_in_of(work, token)
    if sign_in is None:
        return Actor(workshop_id=workshop_id) if workshop_id else VISITOR
    return actor_of(work, sign_in.person, workshop_id, sign_in_id=sign_in.id)


def actor_of(
    work: Work, person: Person, workshop_id: int | None = None, *, sign_in_id: int | None = None
) -> Actor:
    """A person as somebody who asks, with the roles of one workshop."""
    mine = work.session.scalars(select(Registration).where(Registration.person_id == person.id)).all()
    accepted = [one for one in mine if one.is_accepted]
    here = next((one for one in accepted if one.workshop_id == workshop_id), None)
    return Actor(
        person_id=person.id,
        name=person.name,
        sign_in_id=sign_in_id,
        is_operator=person.is_operator,
        organizes_any=any(Role.ORGANIZER in one.roles for one in accepted),
        workshop_id=workshop_id,
        is_accepted=here is not None,
        roles=here.roles if here else frozenset(),
    )


def own_registration(work: Work, actor: Actor) -> Registration | None:
    """The actor's own place in this workshop, in whatever state."""
    found = select(Registration).where(
        Registration.workshop_id == actor.workshop_id, Registration.person_id == actor.person_id
    )
    return work.session.scalars(found).one_or_none()


def registrations_to_manage(
    work: Work, actor: Actor, state: str = "", search: str = ""
) -> list[Registration]:
    """The list that an organizer sees, by name; narrowed to a state and to names or addresses with a text."""
    workshop = work.get(Workshop, actor.workshop_id or 0)
    require(actor, Permission.SEE_REGISTRATIONS, workshop)
    found = (
        select(Registration)
        .join(Registration.person)
        .options(contains_eager(Registration.person).selectinload(Person.addresses))
        .where(Registration.workshop_id == workshop.id)
        .order_by(func.lower(Person.name), Person.id)
    )
    if state:
        found = found.where(Registration.state == state)
    rows = list(work.session.scalars(found))
    wanted = search.casefold().strip()
    return [
        row
        for row in rows
        if wanted in row.person.name.casefold() or wanted in row.person.email or not wanted
    ]


def counts_by_state(work: Work, actor: Actor) -> dict[str, int]:
    """How many registrations are in each state; every state is named."""
    counted = (
        select(Registration.state, func.count())
        .where(Registration.workshop_id == actor.workshop_id)
        .group_by(Registration.state)
    )
    rows = dict(work.session.execute(counted).tuples())
    return {state.value: rows.get(state.value, 0) for state in State}


def people_accepted(work: Work, workshop_id: int) -> list[Person]:
    """Everybody who is let in, by name; those who may be made presenters."""
    found = (
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.workshop_id == workshop_id, Registration.state == State.ACCEPTED)
        .order_by(func.lower(Person.name))
    )
    return list(work.session.scalars(found))
