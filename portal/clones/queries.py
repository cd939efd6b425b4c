"""The workshop that is to be copied."""

from portal.access import Actor, Permission, require
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def workshop_to_copy(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about, for those who may make another one of it."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.COPY_WORKSHOP, workshop)
    return workshop
