"""What happens to a file after it was dropped."""

from collections.abc import Mapping

from portal.doors.jobs import Desk, Handler
from portal.files.actions import drop_unused, sweep


def sweep_one(desk: Desk, sha256: str) -> None:
    """Inside one writing unit of work, so that nobody keeps the same bytes between the look and the removal."""
    with desk.writing() as work:
        sweep(work, desk.settings.data_dir, sha256)


def drop_unused_ones(desk: Desk, workshop_id: int) -> None:
    with desk.writing() as work:
        drop_unused(work, workshop_id)


JOBS: Mapping[str, Handler] = {"files.sweep": sweep_one, "files.drop_unused": drop_unused_ones}
