"""Certificates, set up by organizers and made by those who took part."""

from portal.access import Actor
from portal.accounts.queries import own_person
from portal.audit.actions import record
from portal.certificates.models import Certificate, CertificateSettings
from portal.certificates.queries import own_standing, workshop_to_set_up
from portal.certificates.rules import Settings, check_ready, new_code
from portal.clock import now
from portal.store.work import Work


def set_up(work: Work, actor: Actor, settings: Settings) -> None:
    """Turn certificates on or off, and say how they read; those that were made stay as they are."""
    workshop = workshop_to_set_up(work, actor)
    work.lock(workshop)
    row = work.session.get(CertificateSettings, workshop.id) or work.add(
        CertificateSettings(workshop_id=workshop.id)
    )
    row.is_on, row.is_seen_needed = settings.is_on, settings.is_seen_needed
    row.text, row.signer, row.signer_role = settings.text, settings.signer, settings.signer_role
    row.hours = settings.hours
    record(work, actor, "certificates.set-up", "the certificates of attendance", is_on=settings.is_on)
    work.session.flush()


def issue(work: Work, actor: Actor) -> Certificate:
    """One's own certificate as it reads today: the one that was made already, unless it would say something else now.

    Raises Conflict when there is none to be had.
    """
    work.lock(own_person(work, actor))
    own = own_standing(work, actor, now())
    check_ready(own.standing)
    if own.made is not None and own.made.facts == own.facts.stored():
        return own.made
    return work.add(
        Certificate(
            workshop_id=own.workshop.id,
            person_id=actor.known_id,
            code=new_code(),
            facts=own.facts.stored(),
            issued_at=now(),
        )
    )
