"""How often one person may use one command: a bucket of tokens for each, in the memory of this process.

The commands of live connections are too many to ask Redis about each. A person's connections are few, and each has
its own rate in the reading loop, so that several workers widen a limit by little.
"""

import time
from dataclasses import dataclass

from limits import parse

from portal.errors import TooMany

MOST_BUCKETS = 20_000


@dataclass
class Bucket:
    """What is left, and when that was counted (monotonic seconds)."""

    tokens: float
    at: float


class Tokens:
    """Buckets by (rule, command, person). A rule '20/10second' gives 20 at once and then 2 a second."""

    def __init__(self) -> None:
        self._rates: dict[str, tuple[int, float]] = {}
        self._buckets: dict[tuple[str, str, int | str], Bucket] = {}

    def take(self, rule: str, command: str, who: int | str) -> None:
        """Use one, of a person or of a network address; raises TooMany with the seconds until there is one again."""
        burst, per_second = self._rates.get(rule) or self._read(rule)
        key, now = (rule, command, who), time.monotonic()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._add(key, burst, now)
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.tokens < 1:
            wait = (1 - bucket.tokens) / per_second
            raise TooMany(
                f"That was too fast. Please wait {round(wait + 0.5)} s.", retry_after=max(0.1, round(wait, 1))
            )
        bucket.tokens -= 1

    def _read(self, rule: str) -> tuple[int, float]:
        item = parse(rule)
        return self._rates.setdefault(rule, (item.amount, item.amount / item.get_expiry()))

    def _add(self, key: tuple[str, str, int | str], burst: int, now: float) -> Bucket:
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets = {
                old: bucket for old, bucket in self._buckets.items() if not self._is_full(old, bucket, now)
            }
        return self._buckets.setdefault(key, Bucket(burst, now))

    def _is_full(self, key: tuple[str, str, int | str], bucket: Bucket, now: float) -> bool:
        """A bucket that has filled up again is as good as none."""
        burst, per_second = self._rates[key[0]]
        return bucket.tokens + (now - bucket.at) * per_second >= burst
