"""Durable commands of one process share a commit: what has arrived while the store was busy is written together."""

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import structlog

from portal.doors.socket.commands import Answer, failure_answer
from portal.errors import Unavailable
from portal.store.work import Store, Work

log = structlog.get_logger()

MOST_TOGETHER = 64
"""Enough for a thousand messages a second, few enough that the loop is never held for long."""


@dataclass(frozen=True)
class Task:
    """A command that waits for its transaction.

    run: may be called twice, because a batch that fails is done again one by one. answer: called once, after the
    commit. order: rows are locked in this order, so that the batches of two workers cannot wait for each other.
    """

    name: str
    order: int
    run: Callable[[Work], Answer]
    answer: Callable[[Answer], None]


class Batches:
    """The writers of this process for live commands: commit, then answer, then tell the rooms.

    SQLite has one writer at a time. Of PostgreSQL several can be asked while another answer is on its way; what has the
    same order goes to the same writer, so that the commands of one thread stay in the order in which they came.
    """

    def __init__(self, store: Store, after_commit: Callable[[Work], None]) -> None:
        self._lines = tuple(_Line(store, after_commit) for _ in range(store.writers))

    @property
    def is_idle(self) -> bool:
        """Whether everything that was put is answered."""
        return all(line.is_idle for line in self._lines)

    @property
    def loops(self) -> tuple[Callable[[], None], ...]:
        """What has to run in the background, until closed; what was put before is still done."""
        return tuple(line.run_for_ever for line in self._lines)

    def put(self, task: Task) -> None:
        """Run it soon; its answer comes when it is kept."""
        self._lines[task.order % len(self._lines)].put(task)

    def close(self) -> None:
        for line in self._lines:
            line.close()


class _Line:
    """One writer, and what waits for it."""

    def __init__(self, store: Store, after_commit: Callable[[Work], None]) -> None:
        self._store = store
        self._after_commit = after_commit
        self._waiting: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._is_at_work = False

    @property
    def is_idle(self) -> bool:
        return self._waiting.empty() and not self._is_at_work

    def put(self, task: Task) -> None:
        self._waiting.put(task)

    def close(self) -> None:
        self._waiting.put(None)

    def run_for_ever(self) -> None:
        is_open = True
        while is_open:
            self._is_at_work = False
            first = self._waiting.get()
            self._is_at_work = True
            # Whoever can be read at this moment is read first, and shares the commit.
            time.sleep(0)
            tasks, is_open = self._take(first)
            if tasks:
                self._do(sorted(tasks, key=lambda task: task.order))

    def _take(self, first: Task | None) -> tuple[list[Task], bool]:
        """The first and what else waits, and whether more may come."""
        tasks: list[Task] = []
        task = first
        while task is not None:
            tasks.append(task)
            if len(tasks) >= MOST_TOGETHER or self._waiting.empty():
                return tasks, True
            task = self._waiting.get()
        return tasks, False

    def _do(self, tasks: Sequence[Task]) -> Exception | None:
        """Run them in one transaction; answers the error of a store that is away."""
        try:
            work, answers = self._commit(tasks)
        except Exception as error:  # noqa: BLE001 - each is answered, and logged where it is a fault
            return self._fail(tasks, error)
        for task, answer in zip(tasks, answers, strict=True):
            self._answer(task, answer)
        try:
            self._after_commit(work)
        except Exception:
            # It is kept and answered; whoever did not hear it learns from the head. The writer must go on.
            log.exception("batch.not_told")
        return None

    def _commit(self, tasks: Sequence[Task]) -> tuple[Work, list[Answer]]:
        with self._store.writing() as work:
            answers = [task.run(work) for task in tasks]
            work.commit()
        return work, answers

    def _fail(self, tasks: Sequence[Task], error: Exception) -> Exception | None:
        """Nothing is kept. With a store that is away all are told at once; else each tries alone, for one was refused."""
        if isinstance(error, Unavailable):
            self._refuse((*tasks, *self._others()), error)
            return error
        if len(tasks) == 1:
            self._refuse(tasks, error)
            return None
        for number, task in enumerate(tasks, start=1):
            if away := self._do([task]):
                self._refuse(tasks[number:], away)
                return away
        return None

    def _refuse(self, tasks: Sequence[Task], error: Exception) -> None:
        for task in tasks:
            self._answer(task, failure_answer(task.name, error))

    def _others(self) -> Iterator[Task]:
        """What else waits at this moment."""
        for _ in range(self._waiting.qsize()):
            task = self._waiting.get()
            if task is None:
                self._waiting.put(None)
            else:
                yield task

    def _answer(self, task: Task, answer: Answer) -> None:
        try:
            task.answer(answer)
        except Exception:
            log.exception("batch.answer_failed", command=task.name)
