"""How often somebody may do something over HTTP; counted in memory, or in Redis between several workers."""

import time

import structlog
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from portal.errors import TooMany, Unavailable
from portal.realtime.redis_link import link_options

log = structlog.get_logger()

REST_SECONDS = 2.0
"""So long Redis is left alone after it did not answer, so that not everybody waits for it in turn."""


class Limits:
    """Sliding windows over (action, key); the rules come from the settings as text such as '20/10second'.

    While Redis is away each worker counts for itself: a limit that is a little wide is better than a portal that
    nobody can use. Only guesses at secrets are refused then, see hit_strictly().
    """

    def __init__(self, redis_url: str = "", name: str = "") -> None:
        self._here = MovingWindowRateLimiter(storage_from_string("memory://"))
        self._shared = _shared(redis_url, name) if redis_url else None
        self._rests_until = 0.0
        self._rules: dict[str, RateLimitItem] = {}

    def hit(self, rule: str, *key: str) -> None:
        """Count one; raises TooMany with the seconds until the next may work."""
        item = self._item(rule)
        if not self._hit_shared(item, key):
            self._hit(self._here, item, key)

    def hit_strictly(self, rule: str, *key: str) -> None:
        """Count one try at a secret, here and between all workers.

        Raises TooMany, also after a Redis that was emptied forgot the tries; and Unavailable while there is no common
        count, or a stranger would have as many tries as there are workers, and could win them by breaking Redis.
        """
        item = self._item(rule)
        self._hit(self._here, item, key)
        if self._shared is not None and not self._hit_shared(item, key):
            raise Unavailable(
                "Passwords cannot be checked for a moment. Please try again soon, or sign in by a link.",
                retry_after=REST_SECONDS + 1,
            )

    def _hit_shared(self, item: RateLimitItem, key: tuple[str, ...]) -> bool:
        """Count one between all workers; False when that cannot be done now. Raises TooMany."""
        at = time.monotonic()
        if self._shared is None or at < self._rests_until:
            return False
        if self._rests_until:
            # It did not answer the last time: one asks, and nobody else waits with it.
            self._rests_until = at + REST_SECONDS
        try:
            self._hit(self._shared, item, key)
        except StorageError as error:
            self._rests_until = time.monotonic() + REST_SECONDS
            log.warning("limits.redis_unavailable", error=repr(error.storage_error))
            return False
        except TooMany:
            self._rests_until = 0.0
            raise
        self._rests_until = 0.0
        return True

    def _item(self, rule: str) -> RateLimitItem:
        return self._rules.get(rule) or self._rules.setdefault(rule, parse(rule))

    def _hit(self, limiter: MovingWindowRateLimiter, item: RateLimitItem, key: tuple[str, ...]) -> None:
        if limiter.hit(item, *key):
            return
        reset_at = limiter.get_window_stats(item, *key).reset_time
        wait = max(0.1, reset_at - time.time())
        raise TooMany(f"That was too fast. Please wait {round(wait + 0.5)} s.", retry_after=round(wait, 1))


def _shared(redis_url: str, name: str) -> MovingWindowRateLimiter:
    options = {"key_prefix": f"{name}:limits" if name else "limits", **link_options()}
    return MovingWindowRateLimiter(storage_from_string(redis_url, wrap_exceptions=True, **options))
