"""What privacy does beside the requests."""

from collections.abc import Mapping

from portal.doors.jobs import Handler
from portal.privacy.jobs.erasing import erase
from portal.privacy.jobs.exporting import export
from portal.privacy.jobs.keeping import Keeper, forget_kind, keep

JOBS: Mapping[str, Handler] = {
    "privacy.erase": erase,
    "privacy.export": export,
    "privacy.forget_kind": forget_kind,
}

__all__ = ["JOBS", "Keeper", "erase", "export", "forget_kind", "keep"]
