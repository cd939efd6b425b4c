"""Work that would stop the event loop for everybody: hashing and file checks run beside it, in a few threads."""

from collections.abc import Callable
from typing import Any, TypeVar

import gevent

from portal.doors.portal import this_portal

Result = TypeVar("Result")


def offload(work: Callable[..., Result], *arguments: Any) -> Result:
    """The result of work(*arguments), computed in gevent's thread pool where gevent serves, in place elsewhere."""
    if this_portal().settings.async_mode != "gevent":
        return work(*arguments)
    outcome: Result | Exception = gevent.get_hub().threadpool.apply(_outcome, (work, arguments))
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _outcome(work: Callable[..., Result], arguments: tuple[Any, ...]) -> Result | Exception:
    """What it gives or raises: gevent would print what is raised in a thread, and a refusal is no fault."""
    try:
        return work(*arguments)
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        return error
