"""Registrations, read; and with them who somebody is in a workshop."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, func, or_, select

from portal.access import VISITOR, Actor, Permission, Role, require
from portal.accounts.models import Person, SecondFactor, SignIn
from portal.accounts.rules import hash_of
from portal.accounts.rules.lasting import Lasting
from portal.clock import now
from portal.errors import NotFound
from portal.registrations.models import Registration, roles_of
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_at, workshop_to_see

USUAL = Lasting()
SIGN_INS: Any = SignIn.__table__
PEOPLE: Any = Person.__table__
FACTORS: Any = SecondFactor.__table__
REGISTRATIONS: Any = Registration.__table__
SIGNED_IN = (
    select(
        SIGN_INS.c.id.label("sign_in_id"),
        SIGN_INS.c.ended_at,
        SIGN_INS.c.expires_at,
        SIGN_INS.c.created_at,
        SIGN_INS.c.seen_at,
        PEOPLE.c.id.label("person_id"),
        PEOPLE.c.name,
        PEOPLE.c.is_operator,
        REGISTRATIONS.c.workshop_id,
        REGISTRATIONS.c.role_names,
        REGISTRATIONS.c.silenced_until,
        FACTORS.c.confirmed_at.label("has_factor_since"),
        REGISTRATIONS.c.silence_reason,
    )
    .select_from(SIGN_INS.join(PEOPLE))
    .outerjoin(FACTORS, FACTORS.c.person_id == PEOPLE.c.id)
    .outerjoin(
        REGISTRATIONS,
        and_(REGISTRATIONS.c.person_id == PEOPLE.c.id, REGISTRATIONS.c.state == State.ACCEPTED.value),
    )
    .where(SIGN_INS.c.token_hash == bindparam("token_hash"), SIGN_INS.c.is_half.is_(False))
)


def read_actor(work: Work, token: str | None, workshop: str | int | None, lasting: Lasting = USUAL) -> Actor:
    """Who holds this sign-in token, in the workshop with this slug or id; raises NotFound for a foreign slug.

    `lasting` says when a sign-in ends by itself, and whether who organizes or operates needs a second factor: without
    one they are held back, and are here what they would be without that role.
    Asked for each page, and for each person who says something every few seconds: one statement, without the ORM.
    """
    match workshop:
        case str():
            workshop_id: int | None = workshop_at(work, workshop).id
        case _:
            workshop_id = workshop
    rows = _signed_in(work, token)
    if not rows:
        return Actor(workshop_id=workshop_id) if workshop_id else VISITOR
    accepted = {row.workshop_id: roles_of(row.role_names) for row in rows if row.workshop_id is not None}
    first = rows[0]
    actor = _actor(
        first.person_id,
        first,
        accepted,
        workshop_id,
        sign_in_id=first.sign_in_id,
        silence=_silence_in(workshop_id, rows),
    )
    is_organizer = actor.is_operator or actor.organizes_any
    if lasting.is_over(first.created_at, first.seen_at, now(), is_organizer=is_organizer):
        return Actor(workshop_id=workshop_id) if workshop_id else VISITOR
    if lasting.needs_factor and is_organizer and first.has_factor_since is None:
        return _held_back(actor)
    return actor


def _held_back(actor: Actor) -> Actor:
    return replace(
        actor,
        is_operator=False,
        organizes_any=False,
        roles=actor.roles - {Role.ORGANIZER},
        is_held_back=True,
    )


def actor_of(work: Work, person: Person, workshop_id: int | None = None) -> Actor:
    """A person as somebody who asks, with the roles of one workshop."""
    mine = work.session.scalars(select(Registration).where(Registration.person_id == person.id)).all()
    accepted = {one.workshop_id: one.roles for one in mine if one.is_accepted}
    return _actor(person.id, person, accepted, workshop_id, silence=_silence_in(workshop_id, mine))


def _silence_in(workshop_id: int | None, rows: Iterable[Any]) -> tuple[datetime | None, str]:
    """Until when somebody is silenced in this workshop, and why."""
    for one in rows:
        if one.workshop_id == workshop_id and one.silenced_until and one.silenced_until > now():
            return one.silenced_until, one.silence_reason
    return None, ""


def _signed_in(work: Work, token: str | None) -> Sequence[Any]:
    """The person of a sign-in that lasts, once for each workshop that accepted them and at least once."""
    if token is None:
        return ()
    rows = work.session.connection().execute(SIGNED_IN, {"token_hash": hash_of(token)}).all()
    is_good = rows and rows[0].ended_at is None and rows[0].expires_at > now()
    return rows if is_good else ()


def _actor(
    person_id: int,
    person: Any,
    accepted: Mapping[int, frozenset[Role]],
    workshop_id: int | None,
    sign_in_id: int | None = None,
    *,
    silence: tuple[datetime | None, str],
) -> Actor:
    return Actor(
        person_id=person_id,
        name=person.name,
        sign_in_id=sign_in_id,
        is_operator=person.is_operator,
        organizes_any=any(Role.ORGANIZER in roles for roles in accepted.values()),
        workshop_id=workshop_id,
        is_accepted=workshop_id in accepted,
        is_silenced=silence[0] is not None,
        silenced_until=silence[0],
        silence_reason=silence[1],
        roles=accepted.get(workshop_id, frozenset()) if workshop_id else frozenset(),
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


def people_in_roles(work: Work, workshop_id: int, roles: Iterable[Role]) -> list[tuple[int, str]]:
    """The ids and names of everybody who is let in with one of these roles, by name."""
    held = cast(Registration.role_names, String)
    found = (
        select(Person.id, Person.name)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.workshop_id == workshop_id,
            Registration.state == State.ACCEPTED,
            or_(*(held.like(f'%"{role}"%') for role in roles)),
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    return [(row.id, row.name) for row in work.session.execute(found)]


def organizer_count(work: Work, workshop_id: int) -> int:
    """How many accepted organizers a workshop has."""
    found = select(func.count()).where(
        Registration.workshop_id == workshop_id,
        Registration.state == State.ACCEPTED,
        cast(Registration.role_names, String).like(f'%"{Role.ORGANIZER}"%'),
    )
    return work.session.scalar(found) or 0
