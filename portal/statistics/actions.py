"""Add what was seen at one moment to the five minutes that it belongs to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case

from portal.statistics.models import AttendanceStep
from portal.statistics.rules import LOOK, STEP, Counted, floor_to
from portal.store.pieces import in_pieces
from portal.store.upsert import upsert
from portal.store.work import Work

AT_ONCE = 400


def note(work: Work, counted: Sequence[Counted], at: datetime) -> None:
    """Count these people once for this look, however many workers have looked at the same time.

    A look is a stretch of half a minute; who comes second within it finds its rows younger and changes nothing.
    """
    look = floor_to(at, LOOK)
    step = floor_to(at, STEP)
    key = ["workshop_id", "kind", "place_id", "step_at"]
    for some in in_pieces(counted, AT_ONCE):
        made = upsert(work, AttendanceStep).values(
            [
                {
                    "workshop_id": one.workshop_id,
                    "kind": one.kind.value,
                    "place_id": one.place_id,
                    "step_at": step,
                    "looks": 1,
                    "total": one.people,
                    "peak": one.people,
                    "looked_at": look,
                }
                for one in some
            ]
        )
        new = made.excluded
        more = case((new.peak > AttendanceStep.peak, new.peak), else_=AttendanceStep.peak)
        work.session.execute(
            made.on_conflict_do_update(
                index_elements=key,
                set_={
                    "looks": AttendanceStep.looks + 1,
                    "total": AttendanceStep.total + new.total,
                    "peak": more,
                    "looked_at": new.looked_at,
                },
                where=AttendanceStep.looked_at < new.looked_at,
            )
        )
