"""Registrations, read; and with them who somebody is in a workshop."""

from sqlalchemy import String, cast, func, select

from portal.access import VISITOR, Actor, Permission, Role, require
from portal.accounts.models import Person
from portal.accounts.queries import sign_in_of
from portal.errors import NotFound
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_at, workshop_to_see


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


def workshop_to_manage(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who decide who is let in."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.MANAGE_REGISTRATIONS, workshop)
    return workshop


def own_registration(work: Work, actor: Actor) -> Registration | None:
    """The actor's own place in this workshop, in whatever state."""
    return registration_of(work, actor.workshop_id, actor.person_id)


def registration_of(work: Work, workshop_id: int | None, person_id: int | None) -> Registration | None:
    """Somebody's place in a workshop, in whatever state."""
    found = select(Registration).where(
        Registration.workshop_id == workshop_id, Registration.person_id == person_id
    )
    return work.session.scalars(found).one_or_none()


def own_registrations(work: Work, actor: Actor) -> list[tuple[Workshop, Registration]]:
    """Everywhere the actor registered, the latest workshop first."""
    found = (
        select(Workshop, Registration)
        .join(Registration, Registration.workshop_id == Workshop.id)
        .where(Registration.person_id == actor.known_id)
        .order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    )
    return [(workshop, registration) for workshop, registration in work.session.execute(found)]


def registration_to_manage(work: Work, actor: Actor, registration_id: int) -> Registration:
    """One registration of the workshop, for its organizers; an unconfirmed one is nobody's business yet."""
    registration = work.get_in(actor.workshop_id, Registration, registration_id)
    require(actor, Permission.MANAGE_REGISTRATIONS, registration)
    if registration.state == State.UNCONFIRMED:
        raise NotFound
    return registration


def people_accepted(work: Work, workshop_id: int) -> list[Person]:
    """Everybody who is let in, by name; those who may be made presenters."""
    found = (
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.workshop_id == workshop_id, Registration.state == State.ACCEPTED)
        .order_by(func.lower(Person.name))
    )
    return list(work.session.scalars(found))


def organizer_count(work: Work, workshop_id: int) -> int:
    """How many accepted organizers a workshop has."""
    found = select(func.count()).where(
        Registration.workshop_id == workshop_id,
        Registration.state == State.ACCEPTED,
        cast(Registration.role_names, String).like(f'%"{Role.ORGANIZER}"%'),
    )
    return work.session.scalar(found) or 0
