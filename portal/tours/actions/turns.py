"""One change of the tours of a workshop after the other."""

from sqlalchemy import bindparam, update

from portal.store.work import Work
from portal.tours.models import TourDesk
from portal.workshops.models import Workshop

NEXT = (
    update(TourDesk)
    .where(TourDesk.workshop_id == bindparam("workshop"))
    .values(revision=TourDesk.revision + 1)
    .returning(TourDesk.revision)
)


def take_turn(work: Work, workshop_id: int) -> None:
    """From here on nobody else changes a queue or a group of this workshop until this is done.

    It comes before any of them is read: what was read earlier may be old.
    """
    connection = work.session.connection()
    if connection.execute(NEXT, {"workshop": workshop_id}).scalar_one_or_none() is not None:
        return
    # The first change of all; two at once wait for each other at the workshop.
    work.lock(work.get(Workshop, workshop_id))
    if connection.execute(NEXT, {"workshop": workshop_id}).scalar_one_or_none() is None:
        work.add(TourDesk(workshop_id=workshop_id, revision=1))
