"""What becomes of the seats of somebody against whom the moderators did something."""

from portal.calls.actions import look_again
from portal.doors.jobs import Desk


def check_seats(desk: Desk, workshop_id: int, person_id: int) -> None:
    """The person gets up, or only listens, where they may do no more; features that know no calls ask for it by name."""
    with desk.writing() as work:
        look_again(work, workshop_id, person_id)


JOBS = {"calls.check_seats": check_seats}
