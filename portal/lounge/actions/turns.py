"""One change of a lounge after the other."""

from sqlalchemy import bindparam, update

from portal.lounge.models import Lounge
from portal.store.work import Work
from portal.workshops.models import Workshop

NEXT = (
    update(Lounge)
    .where(Lounge.workshop_id == bindparam("workshop"))
    .values(revision=Lounge.revision + 1)
    .returning(Lounge.revision)
)


def take_turn(work: Work, workshop_id: int) -> int:
    """The number of the change that follows. Until it is done, nobody else changes anything in this lounge.

    It comes before any table or seat is read: what was read earlier may be old.
    """
    connection = work.session.connection()
    number = connection.execute(NEXT, {"workshop": workshop_id}).scalar_one_or_none()
    if number is None:
        # The first change of all; two at once wait for each other at the workshop.
        work.lock(work.get(Workshop, workshop_id))
        number = connection.execute(NEXT, {"workshop": workshop_id}).scalar_one_or_none()
    if number is None:
        number = work.add(Lounge(workshop_id=workshop_id, revision=1)).revision
    return int(number)
