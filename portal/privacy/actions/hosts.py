"""Let a host's players load, or no longer."""

from sqlalchemy import delete

from portal.access import Actor
from portal.clock import now
from portal.privacy.models import HostConsent
from portal.store.upsert import upsert
from portal.store.work import Work


def allow_host(work: Work, actor: Actor, host: str, *, is_allowed: bool) -> None:
    """Remember that this person lets players from this host load, or forget it; twice is the same as once."""
    if not is_allowed:
        mine = HostConsent.person_id == actor.known_id, HostConsent.host == host
        work.session.execute(delete(HostConsent).where(*mine))
        return
    row = {"person_id": actor.known_id, "host": host, "agreed_at": now()}
    work.session.execute(upsert(work, HostConsent).values(**row).on_conflict_do_nothing())
