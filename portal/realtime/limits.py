"""How often somebody may do something; counted in memory, or in Redis between several workers."""

import time

import structlog
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from portal.errors import TooMany

log = structlog.get_logger()


class Limits:
    """Sliding windows over (action, key); the rules come from the settings as text such as '20/10second'.

    While Redis is away each worker counts for itself: a limit that is a little wide is better than no sign-in at all.
    """

    def __init__(self, redis_url: str = "") -> None:
        self._here = MovingWindowRateLimiter(storage_from_string("memory://"))
        self._shared = (
            MovingWindowRateLimiter(storage_from_string(redis_url, wrap_exceptions=True))
            if redis_url
            else self._here
        )
        self._rules: dict[str, RateLimitItem] = {}

    def hit(self, rule: str, *key: str) -> None:
        """Count one; raises TooMany with the seconds until the next may work."""
        item = self._rules.get(rule) or self._rules.setdefault(rule, parse(rule))
        try:
            self._hit(self._shared, item, key)
        except StorageError as error:
            log.warning("limits.redis_unavailable", error=repr(error.storage_error))
            self._hit(self._here, item, key)

    def _hit(self, limiter: MovingWindowRateLimiter, item: RateLimitItem, key: tuple[str, ...]) -> None:
        if limiter.hit(item, *key):
            return
        reset_at = limiter.get_window_stats(item, *key).reset_time
        wait = max(0.1, reset_at - time.time())
        raise TooMany(f"That was too fast. Please wait {round(wait + 0.5)} s.", retry_after=round(wait, 1))
