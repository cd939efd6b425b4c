"""Whether somebody wants mailings of a workshop, said by the link in one or on their own page."""

from sqlalchemy import delete

from portal.access import Actor
from portal.accounts.rules import hash_of
from portal.clock import now
from portal.errors import NotFound
from portal.mailings.models import Unsubscription
from portal.mailings.queries import own_mail, recipient_at
from portal.store.upsert import upsert
from portal.store.work import Work


def end_mail(work: Work, workshop_id: int | None, token: str, *, is_wanted: bool = False) -> None:
    """Let the holder of this token get no mailings of the workshop any more, or again; raises NotFound.

    The token is the permission: whoever has the mail may end such mail, signed in or not.
    """
    recipient = recipient_at(work, workshop_id, hash_of(token))
    if workshop_id is not None:
        _choose(work, workshop_id, recipient.person_id, is_wanted=is_wanted)


def choose_mail(work: Work, actor: Actor, workshop_id: int, *, is_wanted: bool) -> None:
    """The same, said on one's own page; raises NotFound for a workshop in which one is not registered."""
    if workshop_id not in {workshop.id for workshop, _ in own_mail(work, actor)}:
        raise NotFound
    _choose(work, workshop_id, actor.known_id, is_wanted=is_wanted)


def _choose(work: Work, workshop_id: int, person_id: int, *, is_wanted: bool) -> None:
    if is_wanted:
        mine = (Unsubscription.workshop_id == workshop_id, Unsubscription.person_id == person_id)
        work.session.execute(delete(Unsubscription).where(*mine))
        return
    row = {"workshop_id": workshop_id, "person_id": person_id, "at": now()}
    work.session.execute(upsert(work, Unsubscription).values(**row).on_conflict_do_nothing())
