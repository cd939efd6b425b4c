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
    result: Result = gevent.get_hub().threadpool.apply(work, arguments)
    return result
