"""The job door: takes due rows from the store, one at a time, and tries again later when one fails.

Every process runs this loop. A job in hand belongs to one of them for a short while, renewed as long as it runs: no other
takes it, and the job of a process that was killed is taken up soon.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select

from portal.clock import now
from portal.settings import Settings
from portal.store.evictions import delete_old_evictions
from portal.store.jobs import Job
from portal.store.work import Store, Work

log = structlog.get_logger()

ATTEMPTS = 12
IDLE_SECONDS = 1.0
LEASE_SECONDS = 30.0


@dataclass(frozen=True)
class Desk:
    """What a job may use. It opens short units of work itself, since what it does in between may take long."""

    store: Store
    settings: Settings
    announce: Callable[[Work], None]

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """A writing unit of work that commits at its end; the rooms hear after it."""
        with self.store.writing() as work:
            yield work
            work.commit()
        self.announce(work)


def forget_evictions(desk: Desk) -> None:
    """Drop the evictions that every process has long seen."""
    with desk.writing() as work:
        delete_old_evictions(work.session)


Handler = Callable[..., None]
"""(desk, **arguments) → nothing; an exception means: try again later."""


class JobRunner:
    """Works off the jobs of one store, in the server itself or in a process of its own."""

    def __init__(
        self, desk: Desk, handlers: Mapping[str, Handler], lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self.desk = desk
        self.handlers = handlers
        self._lease = timedelta(seconds=lease_seconds)
        self._wake = threading.Event()
        self._is_closing = False

    def wake(self) -> None:
        self._wake.set()

    def close(self) -> None:
        self._is_closing = True
        self._wake.set()

    def run_for_ever(self) -> None:
        """Work until closed; a fault is logged and does not end it."""
        while not self._is_closing:
            self._wake.clear()
            try:
                while not self._is_closing and self.run_one():
                    pass
            except Exception:
                log.exception("jobs.loop_failed")
            self._wake.wait(IDLE_SECONDS)

    def run_one(self) -> bool:
        """Do the next due job; whether there was one."""
        claimed = self._claim()
        if claimed is None:
            return False
        job_id, name, arguments, attempts = claimed
        try:
            with self._held(job_id):
                self.handlers[name](self.desk, **arguments)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the job is tried again and the reason kept
            log.warning("jobs.failed", job=name, attempts=attempts, error=type(error).__name__)
            self._finish(job_id, failure=repr(error))
        else:
            self._finish(job_id, failure=None)
        return True

    def _claim(self) -> tuple[int, str, dict[str, Any], int] | None:
        """Take the oldest due job: it is not due for anybody else until the lease ends."""
        due = (
            select(Job)
            .where(Job.done_at.is_(None), Job.due_at <= now())
            .order_by(Job.due_at, Job.id)
            .limit(1)
        )
        with self.desk.store.reading() as work:
            if work.session.scalars(due.with_only_columns(Job.id)).first() is None:
                return None
        with self.desk.store.writing() as work:
            job = work.session.scalars(due.with_for_update(skip_locked=True)).first()
            if job is None:
                return None
            job.attempts += 1
            job.due_at = now() + self._lease
            taken = (job.id, job.name, dict(job.arguments), job.attempts)
            work.commit()
        return taken

    @contextmanager
    def _held(self, job_id: int) -> Iterator[None]:
        """Renew the lease until the job is done, however long that takes."""
        is_done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(job_id, is_done), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            is_done.set()
            keeper.join()

    def _keep(self, job_id: int, is_done: threading.Event) -> None:
        while not is_done.wait(self._lease.total_seconds() / 3):
            try:
                with self.desk.store.writing() as work:
                    work.get(Job, job_id).due_at = now() + self._lease
                    work.commit()
            except Exception:
                log.exception("jobs.lease_not_renewed")

    def _finish(self, job_id: int, *, failure: str | None) -> None:
        with self.desk.store.writing() as work:
            job = work.get(Job, job_id)
            job.failure = failure
            if failure is None or job.attempts >= ATTEMPTS:
                job.done_at = now()
            job.due_at = now() + pause_after(job.attempts)
            if failure is None:
                job.arguments = {}  # what somebody typed is kept no longer than it is needed
            work.commit()


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next try: 30 s, doubled each time, an hour at most."""
    return timedelta(seconds=min(3600, 30 * 2 ** (attempts - 1)))
