"""Many registrations at once: a list that an organizer brings, applied whole or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import insert

from portal.access import Actor
from portal.accounts.models import Address, Person
from portal.clock import now
from portal.events import Eviction
from portal.registrations.actions.placing import tell_accepted
from portal.registrations.models import Registration
from portal.registrations.queries import organizer_count, workshop_to_manage
from portal.registrations.queries.lists import Match, matches
from portal.registrations.rules import Attendee, State, keep_an_organizer
from portal.store.work import Work


def bring_in(
    work: Work, actor: Actor, people: Sequence[Attendee], *, base_url: str, is_told: bool = False
) -> Counter[str]:
    """Let everybody on the list be what it says; how many were new, changed and the same.

    People who are known by their address are changed and not made twice; who is on no row stays as they are. With
    `is_told`, those who are accepted by it get a mail. Raises Conflict when the workshop would lose its last organizer.
    """
    workshop = workshop_to_manage(work, actor)
    work.lock(workshop)
    before = organizer_count(work, workshop.id)
    found = matches(work, actor, people)
    person_ids = _add_people(work, [one.attendee for one in found if one.person is None])
    _register(work, workshop.id, [one for one in found if one.registration is None], person_ids)
    kinds = Counter(one.kind for one in found)
    let_in = [one.attendee.email for one in found if _is_let_in(one)]
    for one in found:
        _change(work, one)
    work.session.flush()
    keep_an_organizer(before, organizer_count(work, workshop.id))
    if is_told:
        tell_accepted(work, workshop, let_in, base_url)
    return kinds


def _is_let_in(one: Match) -> bool:
    is_in_already = one.registration is not None and one.registration.is_accepted
    return one.place.state == State.ACCEPTED and not is_in_already


def _add_people(work: Work, newcomers: Sequence[Attendee]) -> dict[str, int]:
    """New accounts; their ids by address."""
    if not newcomers:
        return {}
    rows = [
        {"name": one.name, "affiliation": one.affiliation, "is_operator": False, "created_at": now()}
        for one in newcomers
    ]
    added = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = work.session.scalars(added, rows).all()
    person_ids = {one.email: person_id for one, person_id in zip(newcomers, ids, strict=True)}
    addresses = [{"email": email, "person_id": person_id} for email, person_id in person_ids.items()]
    work.session.execute(insert(Address), addresses)
    return person_ids


def _register(
    work: Work, workshop_id: int, newcomers: Sequence[Match], person_ids: Mapping[str, int]
) -> None:
    at = now()
    rows = [
        {
            "workshop_id": workshop_id,
            "person_id": one.person.id if one.person else person_ids[one.attendee.email],
            "state": one.place.state,
            "role_names": list(one.place.roles),
            "note": one.attendee.note,
            "created_at": at,
            "decided_at": at,
        }
        for one in newcomers
    ]
    if rows:
        work.session.execute(insert(Registration), rows)


def _change(work: Work, one: Match) -> None:
    if one.person is not None and one.is_renamed:
        one.person.name = one.attendee.name
        one.person.affiliation = one.attendee.affiliation or one.person.affiliation
    registration = one.registration
    if registration is None or registration.place == one.place:
        return
    if registration.state != one.place.state:
        registration.decided_at = now()
    registration.state, registration.role_names = one.place.state, list(one.place.roles)
    work.announce(Eviction(person_id=registration.person_id, workshop_id=registration.workshop_id))
