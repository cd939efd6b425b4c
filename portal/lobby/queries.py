"""The lobby, read."""

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.lobby.rules import KIND
from portal.store.work import Work
from portal.threads.models import Thread
from portal.workshops.queries import workshop_of


def lobby_to_enter(work: Work, actor: Actor) -> int | None:
    """The thread of the lobby, for those who may be in it; None where nobody has been yet."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_LOBBY, workshop)
    found = select(Thread.id).where(Thread.workshop_id == workshop.id, Thread.kind == KIND)
    return work.session.scalars(found.order_by(Thread.id).limit(1)).one_or_none()
