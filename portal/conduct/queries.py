"""The code of conduct, who has agreed, who reads reports, and the reports, read."""

from sqlalchemy import and_, select

from portal.access import Actor, Permission, Role, require
from portal.accounts.models import Person
from portal.accounts.rules import hash_of
from portal.conduct.models import ConductAgreement, ConductContact, ConductReport, WorkshopTerms
from portal.conduct.rules import Confidants
from portal.errors import NotFound
from portal.registrations.models import Registration
from portal.registrations.queries import people_in_roles
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.queries import workshop_of, workshop_to_edit, workshop_to_see

CONTACT_ROLES = (Role.ORGANIZER, Role.MODERATOR, Role.CHAIR, Role.VOLUNTEER)
"""Whom an organizer may choose as a contact person."""


def terms_of(work: Work, workshop_id: int) -> WorkshopTerms:
    """What the workshop says; a row that is in no store where it says nothing yet."""
    found = work.session.get(WorkshopTerms, workshop_id)
    return found or WorkshopTerms(
        workshop_id=workshop_id, conduct="", version=0, responsible="", contact="", privacy=""
    )


def terms_to_see(work: Work, actor: Actor) -> WorkshopTerms:
    return terms_of(work, workshop_to_see(work, actor).id)


def terms_to_edit(work: Work, actor: Actor) -> WorkshopTerms:
    return terms_of(work, workshop_to_edit(work, actor).id)


def is_agreement_due(work: Work, actor: Actor) -> bool:
    """Whether this person has a place here and has not agreed to the newest text.

    Asked before every page, so who has agreed is known for a while; who has not is asked about again.
    """
    if not actor.is_accepted:
        return False
    workshop = workshop_of(work, actor)
    version = workshop.conduct_version
    if version == 0:
        return False

    def read() -> int:
        agreed = select(ConductAgreement.version).where(
            ConductAgreement.workshop_id == workshop.id, ConductAgreement.person_id == actor.person_id
        )
        found = work.session.scalar(agreed) or 0
        if found < version:
            raise NotFound
        return found

    try:
        work.known(("conduct.agreed", workshop.id, actor.person_id, version), read)
    except NotFound:
        return True
    return False


def chosen_contacts(work: Work, workshop_id: int) -> list[tuple[int, str]]:
    """The contact people whom an organizer named and who still have a place here, by name."""
    found = (
        select(Person.id, Person.name)
        .join(ConductContact, ConductContact.person_id == Person.id)
        .join(
            Registration,
            and_(Registration.person_id == Person.id, Registration.workshop_id == workshop_id),
        )
        .where(ConductContact.workshop_id == workshop_id, Registration.state == State.ACCEPTED)
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in work.session.execute(found)]


def contacts_of(work: Work, workshop_id: int) -> list[tuple[int, str]]:
    """Who reads the reports: the chosen ones, or all organizers where nobody is chosen."""
    return chosen_contacts(work, workshop_id) or people_in_roles(work, workshop_id, (Role.ORGANIZER,))


def people_to_choose(work: Work, workshop_id: int) -> list[tuple[int, str]]:
    """Those who may be named as contact people."""
    return people_in_roles(work, workshop_id, CONTACT_ROLES)


def confidants_of(work: Work, workshop_id: int) -> Confidants:
    return Confidants(workshop_id, frozenset(one for one, _ in contacts_of(work, workshop_id)))


def is_confidant(work: Work, actor: Actor) -> bool:
    """Whether this person reads the reports here."""
    return (
        actor.is_accepted and actor.person_id in confidants_of(work, workshop_of(work, actor).id).contact_ids
    )


def reports_to_read(work: Work, actor: Actor) -> list[ConductReport]:
    """All reports of the workshop, the newest first, for those who read them."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.READ_REPORTS, confidants_of(work, workshop.id))
    found = select(ConductReport).where(ConductReport.workshop_id == workshop.id)
    return list(work.session.scalars(found.order_by(ConductReport.id.desc())))


def report_to_read(work: Work, actor: Actor, report_id: int) -> ConductReport:
    """One report, for those who read them; permission is asked before it is looked for."""
    require(actor, Permission.READ_REPORTS, confidants_of(work, workshop_of(work, actor).id))
    return work.get_in(actor.workshop_id, ConductReport, report_id)


def report_with(work: Work, actor: Actor, key: str) -> ConductReport:
    """The report whose sender was given this key; raises NotFound."""
    workshop = workshop_to_see(work, actor)
    found = select(ConductReport).where(
        ConductReport.workshop_id == workshop.id, ConductReport.key_hash == hash_of(key)
    )
    report = work.session.scalars(found).one_or_none()
    if report is None:
        raise NotFound("There is no report with this address. Was it copied whole?")
    return report


def own_reports(work: Work, actor: Actor) -> list[ConductReport]:
    """What this person has reported here under their name, the newest first."""
    if not actor.is_signed_in:
        return []
    found = select(ConductReport).where(
        ConductReport.workshop_id == actor.workshop_id, ConductReport.person_id == actor.person_id
    )
    return list(work.session.scalars(found.order_by(ConductReport.id.desc())))
