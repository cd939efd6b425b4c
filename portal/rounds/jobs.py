"""The end of calls whose time is over."""

from portal.doors.jobs import Desk
from portal.rounds.actions import end_call as end


def end_call(desk: Desk, call_id: int) -> None:
    """Ask nobody any more, and write down how it ended."""
    with desk.writing() as work:
        end(work, call_id)


JOBS = {"rounds.end_call": end_call}
