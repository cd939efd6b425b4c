"""Where the time goes while something is measured: the server's, and the generator's own."""

import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

MOST_GENERATOR_SHARE = 0.70
"""A share of one core above which the generator, not the portal, is what was measured."""

MOST_LAG_MS = 20.0
"""How late the generator's own timer may be, of 100 times 99."""


@dataclass
class Meter:
    """Processor time in seconds, counted between start() and stop(); without a server its share stays 0."""

    server: psutil.Process | None
    seconds: float = 0.0
    server_seconds: float = 0.0
    own_seconds: float = 0.0
    lags_ms: list[float] = field(default_factory=list)

    def start(self) -> None:
        self._own = psutil.Process()
        self._before = (time.perf_counter(), cpu_seconds(self.server), cpu_seconds(self._own))

    def stop(self) -> None:
        begun, server, own = self._before
        self.seconds = time.perf_counter() - begun
        self.server_seconds = cpu_seconds(self.server) - server
        self.own_seconds = cpu_seconds(self._own) - own

    @property
    def own_share(self) -> float:
        return self.own_seconds / self.seconds if self.seconds else 0.0

    @property
    def lag_p99_ms(self) -> float:
        return spread(self.lags_ms).get("p99", 0.0)

    def why_void(self) -> str:
        """Why the generator was the limit, or nothing."""
        if self.own_share > MOST_GENERATOR_SHARE:
            return (
                f"the generator used {self.own_share:.0%} of a core, {MOST_GENERATOR_SHARE:.0%} are allowed"
            )
        if self.lag_p99_ms > MOST_LAG_MS:
            return f"the generator was {self.lag_p99_ms} ms late, {MOST_LAG_MS:g} ms are allowed"
        return ""


@contextmanager
def steady() -> Iterator[None]:
    """Without the pauses of the garbage collector: what is kept here has no cycles."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def cpu_seconds(process: psutil.Process | None) -> float:
    """The processor time that a process has used, its own and the system's for it."""
    if process is None:
        return 0.0
    used = process.cpu_times()
    return float(used.user + used.system)


def memory_bytes(process: psutil.Process | None) -> int:
    """The memory that a process holds, 0 for none."""
    return int(process.memory_info().rss) if process else 0


def spread(values: list[float]) -> dict[str, float]:
    """The median, the high percentiles and the largest; nothing for no values."""
    if not values:
        return {}
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else values * 99
    named = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "max": max(values)}
    return {name: round(value, 2) for name, value in named.items()}
