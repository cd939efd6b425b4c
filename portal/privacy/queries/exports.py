"""Copies of one's own data."""

from sqlalchemy import select

from portal.access import Actor
from portal.clock import now
from portal.errors import NotFound
from portal.privacy.models import DataExport
from portal.privacy.rules import ExportState
from portal.store.work import Work


def own_exports(work: Work, actor: Actor) -> list[DataExport]:
    """Those that are being made or can be fetched, the newest first."""
    found = select(DataExport).where(DataExport.person_id == actor.known_id).order_by(DataExport.id.desc())
    return [one for one in work.session.scalars(found) if one.ends_at is None or one.ends_at > now()]


def own_export(work: Work, actor: Actor, export_id: int) -> DataExport:
    """One that can be fetched; raises NotFound for every other one, with the remedy."""
    export = work.session.get(DataExport, export_id)
    is_there = export is not None and export.person_id == actor.known_id and export.state == ExportState.READY
    if export is None or not is_there or export.ends_at is None or export.ends_at <= now():
        raise NotFound("This copy is not here any more. Ask for a new one.")
    return work.hold(export)
