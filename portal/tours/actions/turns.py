"""One change of the tours of a workshop after the other."""

from portal.store import turns
from portal.store.work import Work
from portal.tours.models import TourDesk
from portal.workshops.models import Workshop


def take_turn(work: Work, workshop_id: int) -> None:
    """From here on nobody else changes a queue or a group of this workshop until this is done."""
    turns.take_turn(work, TourDesk, Workshop, workshop_id)
