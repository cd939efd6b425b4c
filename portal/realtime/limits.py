"""How often somebody may do something; counted in memory, or in Redis between several workers."""

import time

from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from portal.errors import TooMany


class Limits:
    """Sliding windows over (action, key); the rules come from the settings as text such as '20/10second'."""

    def __init__(self, redis_url: str = "") -> None:
        storage = storage_from_string(redis_url or "memory://")
        self._limiter = MovingWindowRateLimiter(storage)
        self._rules: dict[str, RateLimitItem] = {}

    def hit(self, rule: str, *key: str) -> None:
        """Count one; raises TooMany with the seconds until the next may work."""
        item = self._rules.get(rule) or self._rules.setdefault(rule, parse(rule))
        if self._limiter.hit(item, *key):
            return
        reset_at = self._limiter.get_window_stats(item, *key).reset_time
        wait = max(0.1, reset_at - time.time())
        raise TooMany(f"That was too fast. Please wait {round(wait + 0.5)} s.", retry_after=round(wait, 1))
