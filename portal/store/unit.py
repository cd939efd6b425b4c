"""One session and its bounds: a store that does not answer is given up in time, and says so as a refusal."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from gevent import Timeout
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from portal.errors import StorageFull, Unavailable

log = structlog.get_logger()

TOLD = "The portal's store does not answer just now. Please try again in a moment."
SQLITE_FULL = 13
POSTGRESQL_FULL = "53100"
COLLISIONS = ("40001", "40P01")
"""A serialization failure and a deadlock (PostgreSQL, appendix A): the store is there, and the next try may work."""


@contextmanager
def bounded_session(engine: Engine, seconds: float | None, **options: Any) -> Iterator[Session]:
    """A session that has `seconds` from its first question to its end; after them Unavailable is raised in it.

    The bound is on this side, because a server that stands still does not answer with its own statement_timeout
    either. It needs gevent's loop; None sets no bound. Whether a commit that was cut short has happened nobody knows:
    who asks again must bring the same id.

    Raises Unavailable for a store that is away or has no free connection, StorageFull for one without room. Two
    changes that met are still an error of SQLAlchemy.
    """
    timer = Timeout(seconds)
    timer.start()
    try:
        with Session(engine, **options) as session:
            try:
                yield session
            except Exception:
                raise
            except BaseException:
                # The answer may still come, and the next one to use this connection would take it for their own.
                session.invalidate()
                raise
    except Timeout as late:
        if late is not timer:
            raise
        log.warning("store.late", seconds=seconds)
        raise unavailable() from None
    except PoolTimeoutError:
        log.warning("store.no_connection")
        raise unavailable() from None
    except DBAPIError as error:
        is_away = isinstance(error, OperationalError) or error.connection_invalidated
        if not is_away or getattr(error.orig, "sqlstate", None) in COLLISIONS:
            raise
        # Only the first line: the next ones of PostgreSQL quote what somebody typed.
        log.warning("store.unavailable", error=str(error.orig).partition("\n")[0])
        raise (StorageFull() if is_full(error.orig) else unavailable()) from error
    finally:
        timer.close()


def unavailable() -> Unavailable:
    """The refusal, with a time to come back that spreads those who were refused together."""
    return Unavailable(TOLD, retry_after=round(random.uniform(1, 3), 1))  # noqa: S311 - no secret


def is_full(error: BaseException | None) -> bool:
    """Whether the driver says that there is no room left on the disk, or in what the store may take of it."""
    return (
        getattr(error, "sqlite_errorcode", None) == SQLITE_FULL
        or getattr(error, "sqlstate", None) == POSTGRESQL_FULL
    )
