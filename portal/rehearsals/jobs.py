"""The end of a rehearsal that nobody has wiped."""

from collections.abc import Mapping

from portal.doors.jobs import Desk, Handler
from portal.rehearsals.actions import wipe_when_over


def wipe(desk: Desk, workshop_id: int) -> None:
    """Delete it with everything that was done in it."""
    with desk.writing() as work:
        wipe_when_over(work, workshop_id)


JOBS: Mapping[str, Handler] = {"rehearsals.wipe": wipe}
