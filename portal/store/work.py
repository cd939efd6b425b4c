"""One unit of work: one transaction, what the rooms will hear of it, and the jobs that it leaves behind."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from portal.clock import now
from portal.errors import NotFound
from portal.events import Event, Eviction
from portal.store.engine import Engines, open_engines
from portal.store.evictions import write_eviction
from portal.store.jobs import Job
from portal.store.kept import Memory
from portal.store.unit import bounded_session

Row = TypeVar("Row")
Fact = TypeVar("Fact")


class Work:
    """What an action or a query is given. Actions change the session and announce; only the door commits."""

    def __init__(self, session: Session, memory: Memory, *, is_writing: bool) -> None:
        self.session = session
        self._memory = memory
        self._is_writing = is_writing
        self.announced: list[Event | Eviction] = []
        self.has_jobs = False
        self.workshop_id: int | None = None
        """Which workshop it is about, as the door or the job that opened it knows."""
        self._held: list[object] = []

    def get(self, model: type[Row], row_id: int) -> Row:
        """The row with this id; raises NotFound."""
        row = self.session.get(model, row_id)
        if row is None:
            raise NotFound
        return self.hold(row)

    def hold(self, row: Row) -> Row:
        """Keep a row at hand until the end: a session forgets what nobody holds and would read it again."""
        self._held.append(row)
        return row

    def get_in(self, workshop_id: int | None, model: type[Row], row_id: int, *options: ORMOption) -> Row:
        """The row with this id in this workshop; a foreign row is NotFound with the same answer as none.

        `options` say what is read with it in the same statement.
        """
        table: Any = model
        found = select(model).where(table.id == row_id, table.workshop_id == workshop_id)
        row = self.session.scalars(found.options(*options)).unique().one_or_none()
        if row is None:
            raise NotFound
        return self.hold(row)

    def add(self, row: Row) -> Row:
        """Put a new row into the store and give it its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def known(self, key: Hashable, read: Callable[[], Fact]) -> Fact:
        """What cannot change for this key, from the memory of this process if it was read before.

        What a writing unit of work reads may never be committed, so it is not remembered.
        """
        return self._memory.facts.get(key, read, is_certain=not self._is_writing)

    def page(self, key: Hashable, read: Callable[[], Fact]) -> Fact:
        """The same for what is large, such as a hundred messages."""
        return self._memory.pages.get(key, read, is_certain=not self._is_writing)

    def lock(self, row: object) -> None:
        """Hold the row until the end of this unit of work and see its newest state; others wait.

        SQLite has one writer at a time, so there a writing unit of work holds everything from its beginning.
        """
        # Of this row alone: PostgreSQL locks no row that an outer join may leave empty, such as a file read with it.
        # Rows that refer to it may still be added: who holds one of them and waits for this row would never get it.
        self.session.refresh(row, with_for_update={"of": type(row), "key_share": True})

    def renew(self) -> None:
        """For a reading unit of work: from here on see what has been committed meanwhile."""
        self.session.rollback()

    def announce(self, fact: Event | Eviction) -> None:
        """Tell the room after the commit; a refusal or a failed commit is heard by nobody.

        An eviction is also a row of the same transaction, so that every other process learns of it by itself.
        """
        if isinstance(fact, Eviction):
            fact = write_eviction(self.session.connection(), fact)
        self.announced.append(fact)

    def queue(self, job: str, *, due_at: datetime | None = None, **arguments: Any) -> None:
        """Leave background work that exists exactly when this change does; ids in, no rows. It is due at once, or then."""
        self.session.add(Job(name=job, arguments=arguments, due_at=due_at or now()))
        self.has_jobs = True

    def queue_at(self, due_at: datetime, job: str, **arguments: Any) -> None:
        """The same, to be done then and not before."""
        self.session.add(Job(name=job, arguments=arguments, due_at=due_at))
        self.has_jobs = True

    def queue_all(self, job: str, calls: Sequence[Mapping[str, Any]]) -> None:
        """Leave the same kind of background work many times, written at once."""
        if calls:
            due_at = now()
            rows = [
                {"name": job, "arguments": dict(arguments), "due_at": due_at, "attempts": 0}
                for arguments in calls
            ]
            self.session.execute(insert(Job), rows)
            self.has_jobs = True

    def commit(self) -> None:
        """For doors only."""
        self.session.commit()


POSTGRESQL_WRITERS = 3


class Store:
    """Opens units of work on one database."""

    def __init__(self, engines: Engines, seconds: float | None = None) -> None:
        self.engines = engines
        self._seconds = seconds
        self._memory = Memory()

    @classmethod
    def at(cls, store_url: str, seconds: float | None = None) -> "Store":
        """The store at this address; under gevent a unit of work is given up after `seconds`."""
        return cls(open_engines(store_url, is_gevent=seconds is not None), seconds)

    @property
    def writers(self) -> int:
        """How many may write at the same time with profit: one on SQLite, where all others would wait."""
        return 1 if self.engines.writing.dialect.name == "sqlite" else POSTGRESQL_WRITERS

    @contextmanager
    def reading(self, within: float | None = None) -> Iterator[Work]:
        """A unit of work that cannot change anything; `within` is less time than usual, in seconds."""
        with bounded_session(self.engines.reading, self._bound(within), autoflush=False) as session:
            yield Work(session, self._memory, is_writing=False)

    @contextmanager
    def writing(self, within: float | None = None) -> Iterator[Work]:
        """A unit of work that changes the store when its door commits, and leaves no trace when it does not."""
        with bounded_session(self.engines.writing, self._bound(within)) as session:
            yield Work(session, self._memory, is_writing=True)

    def dispose(self) -> None:
        self.engines.dispose()

    def _bound(self, within: float | None) -> float | None:
        """A shorter time counts only where there is one at all, since without gevent nothing could keep it."""
        return self._seconds if self._seconds is None or within is None else min(within, self._seconds)
