"""One change of a lounge after the other."""

from portal.lounge.models import Lounge
from portal.store import turns
from portal.store.work import Work
from portal.workshops.models import Workshop


def take_turn(work: Work, workshop_id: int) -> int:
    """The number of the change that follows; it comes before any table or seat is read."""
    return turns.take_turn(work, Lounge, Workshop, workshop_id)
