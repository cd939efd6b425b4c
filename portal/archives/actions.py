"""Archives, changed: asked for, made step by step, dropped."""

from datetime import timedelta
from pathlib import Path

from portal.access import Actor
from portal.archives.models import WorkshopArchive
from portal.archives.queries import archive_to_see, is_making, workshop_to_keep
from portal.archives.rules import Step, check_no_other, path_of
from portal.audit.actions import record
from portal.clock import now
from portal.errors import NotFound
from portal.store.work import Work


def ask(work: Work, actor: Actor, *, has_chats: bool) -> WorkshopArchive:
    """Begin to make an archive. Raises Conflict while another one is being made."""
    workshop = workshop_to_keep(work, actor)
    work.lock(workshop)
    check_no_other(is_making(work, workshop.id))
    made = work.add(
        WorkshopArchive(
            workshop_id=workshop.id,
            maker_id=actor.person_id,
            maker_name=actor.name,
            has_chats=has_chats,
            step=Step.MAKING,
            created_at=now(),
        )
    )
    record(work, actor, "archives.make", workshop.name, has_chats=has_chats)
    work.queue("archives.make", archive_id=made.id)
    return made


def note_progress(work: Work, archive_id: int, done: int, total: int) -> bool:
    """How far it is; False when nobody waits for it any more."""
    found = work.session.get(WorkshopArchive, archive_id)
    if found is None or found.step != Step.MAKING:
        return False
    found.done, found.total = done, total
    return True


def finish(work: Work, archive_id: int, token: str, size_bytes: int, days: int) -> bool:
    """Ready to be taken, for so many days; False when nobody waits for it any more."""
    found = work.session.get(WorkshopArchive, archive_id)
    if found is None or found.step != Step.MAKING:
        return False
    found.step, found.token, found.size_bytes = Step.READY, token, size_bytes
    found.done, found.ready_at, found.expires_at = found.total, now(), now() + timedelta(days=days)
    work.queue_at(found.expires_at, "archives.drop", archive_id=found.id)
    return True


def fail(work: Work, archive_id: int, problem: str) -> None:
    found = work.session.get(WorkshopArchive, archive_id)
    if found is not None and found.step == Step.MAKING:
        found.step, found.problem = Step.FAILED, problem


def take(work: Work, actor: Actor, archive_id: int, data_dir: Path) -> tuple[WorkshopArchive, Path]:
    """The archive and where it lies, for somebody who takes it; that is written down.

    Raises NotFound for one that is not ready or whose days are over.
    """
    found = archive_to_see(work, actor, archive_id)
    path = path_of(data_dir, found.id, found.token)
    if not found.is_ready or not path.is_file():
        raise NotFound("This archive is kept no longer. Make a new one.")
    record(work, actor, "archives.take", f"archive {found.id}", size_bytes=found.size_bytes)
    return found, path


def delete(work: Work, actor: Actor, archive_id: int) -> None:
    """Keep an archive no longer, or stop making it."""
    found = archive_to_see(work, actor, archive_id)
    record(work, actor, "archives.delete", f"archive {found.id}")
    work.queue("archives.drop", archive_id=found.id)


def drop(work: Work, archive_id: int, data_dir: Path) -> None:
    """Take the file away; twice is the same as once."""
    found = work.session.get(WorkshopArchive, archive_id)
    if found is None:
        return
    if found.token:
        path_of(data_dir, found.id, found.token).unlink(missing_ok=True)
    found.step, found.token = Step.GONE, ""
