"""Who holds which role, and who presents by a poster of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, Role, require
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.threads.models import Host, Thread
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class Holder:
    """Somebody with roles, and how many posters they present."""

    registration: Registration
    posters: int

    @property
    def title(self) -> str:
        """Where they stand in the list: by the first of their roles."""
        return next((role.value for role in ORDER if role in self.registration.roles), "presenter")


ORDER = (Role.ORGANIZER, Role.MODERATOR, Role.CHAIR, Role.PRESENTER, Role.VOLUNTEER)


def holders_of_roles(work: Work, actor: Actor) -> dict[str, Sequence[Holder]]:
    """Everybody who is more than an attendee, by the first of their roles and by name; each role is named."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_ROLES, workshop)
    here = (
        select(Registration)
        .options(joinedload(Registration.person))
        .where(Registration.workshop_id == workshop.id, Registration.state == State.ACCEPTED)
    )
    posters = _posters_by_person(work, workshop.id)
    holders = [
        Holder(one, posters.get(one.person_id, 0))
        for one in work.session.scalars(here)
        if set(one.roles) - {Role.ATTENDEE} or one.person_id in posters
    ]
    holders.sort(key=lambda one: (one.registration.person.name.casefold(), one.registration.id))
    return {role.value: [one for one in holders if one.title == role] for role in ORDER}


def _posters_by_person(work: Work, workshop_id: int) -> dict[int, int]:
    found = (
        select(Host.person_id, func.count())
        .join(Thread, Thread.id == Host.thread_id)
        .where(Thread.workshop_id == workshop_id, Thread.kind == "poster", Host.role == "presenter")
        .group_by(Host.person_id)
    )
    return {row[0]: int(row[1]) for row in work.session.execute(found)}
