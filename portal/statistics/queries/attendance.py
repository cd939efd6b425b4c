"""The steps of attendance, read."""

from datetime import datetime

from sqlalchemy import func, select

from portal.statistics.models import AttendanceStep
from portal.statistics.rules import Kind
from portal.store.work import Work


def peak_since(work: Work, workshop_id: int, since: datetime) -> int:
    """The most people at once with a page of the workshop open since then, as far as it was looked."""
    found = select(func.max(AttendanceStep.peak)).where(
        AttendanceStep.workshop_id == workshop_id,
        AttendanceStep.kind == Kind.WORKSHOP,
        AttendanceStep.step_at >= since,
    )
    return work.session.scalar(found) or 0
