"""A copy of one's own data: asked for, made piece by piece, ready for a while."""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Person
from portal.clock import now
from portal.mail.actions import write
from portal.privacy.models import DataExport
from portal.privacy.rules import EXPORT_KEPT, ExportState
from portal.store.work import Work


def ask_for_export(work: Work, actor: Actor) -> DataExport:
    """Let a copy be made; while one is being made, that is the one."""
    work.lock(work.get(Person, actor.known_id))
    waiting = select(DataExport).where(
        DataExport.person_id == actor.known_id, DataExport.state == ExportState.WAITING
    )
    export = work.session.scalars(waiting).first()
    if export is None:
        export = work.add(DataExport(person_id=actor.known_id, key=token_hex(16), asked_at=now()))
        work.queue("privacy.export", export_id=export.id)
    return export


def note_progress(work: Work, export_id: int, done: int, total: int) -> None:
    """So many kinds are written."""
    export = work.get(DataExport, export_id)
    export.done, export.total = done, total


def note_ready(work: Work, export_id: int, size_bytes: int, *, base_url: str) -> None:
    """It can be fetched from now on; a mail says so."""
    export = work.get(DataExport, export_id)
    export.state, export.size_bytes = ExportState.READY, size_bytes
    export.ready_at, export.ends_at = now(), now() + EXPORT_KEPT
    person = work.get(Person, export.person_id)
    if person.email:
        text = (
            f"Hello,\n\nthe copy of your data is ready. For 7 days you can fetch it here, once you are signed in:\n\n"
            f"{base_url}/me/privacy\n\nIf you did not ask for it, end your other sign-ins on your account page.\n"
        )
        write(work, to=person.email, subject="The copy of your data", text=text)


def exports_of(work: Work, person_id: int | None) -> list[tuple[int, str]]:
    """The numbers and keys by which the files of somebody's copies are called."""
    found = select(DataExport.id, DataExport.key).where(DataExport.person_id == person_id)
    return [(row.id, row.key) for row in work.session.execute(found)]


def drop_old_exports(work: Work, at: datetime) -> list[tuple[int, str]]:
    """Forget those whose time is over; the numbers and keys by which their files are called."""
    old = list(work.session.scalars(select(DataExport).where(DataExport.ends_at <= at)))
    for export in old:
        work.session.delete(export)
    return [(export.id, export.key) for export in old]
