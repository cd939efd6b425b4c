"""Which hosts somebody lets pages load players from."""

from sqlalchemy import select

from portal.access import Actor
from portal.privacy.models import HostConsent
from portal.store.work import Work


def hosts_of(work: Work, actor: Actor) -> list[HostConsent]:
    """The hosts that this person has allowed, by name; none for who is not signed in."""
    if not actor.is_signed_in:
        return []
    found = select(HostConsent).where(HostConsent.person_id == actor.person_id).order_by(HostConsent.host)
    return list(work.session.scalars(found))
