"""Who is to be erased, and who may not be yet."""

from sqlalchemy import func, or_, select

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.errors import NotFound
from portal.privacy.models import ErasureRequest
from portal.registrations.models import Registration
from portal.registrations.queries import organizer_count
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop


def own_requests(work: Work, actor: Actor) -> list[tuple[ErasureRequest, Workshop | None]]:
    """What is asked for about this person and not done, or was refused, with the workshop."""
    found = (
        select(ErasureRequest, Workshop)
        .outerjoin(Workshop, Workshop.id == ErasureRequest.workshop_id)
        .where(
            ErasureRequest.person_id == actor.known_id,
            or_(ErasureRequest.done_at.is_(None), ErasureRequest.refused != ""),
        )
        .order_by(ErasureRequest.id.desc())
    )
    return [(row[0], row[1]) for row in work.session.execute(found)]


def own_request(work: Work, actor: Actor, request_id: int) -> ErasureRequest:
    """One of them; that of somebody else is NotFound."""
    request = work.get(ErasureRequest, request_id)
    if request.person_id != actor.known_id:
        raise NotFound
    return request


def sole_workshops(work: Work, person_id: int, workshop_id: int | None) -> list[Workshop]:
    """The workshops, or this one, that would have no organizer without this person."""
    found = (
        select(Workshop, Registration)
        .join(Registration, Registration.workshop_id == Workshop.id)
        .where(Registration.person_id == person_id, Registration.state == State.ACCEPTED)
    )
    if workshop_id is not None:
        found = found.where(Workshop.id == workshop_id)
    return [
        workshop
        for workshop, registration in work.session.execute(found)
        if Role.ORGANIZER in registration.roles and organizer_count(work, workshop.id) < 2
    ]


def person_count(work: Work, name: str, *, but: int) -> int:
    """How many others are called so."""
    found = select(func.count()).where(func.lower(Person.name) == name.lower(), Person.id != but)
    return work.session.scalar(found) or 0
