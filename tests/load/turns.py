"""Measuring in turns: ours, the reference, ours again, so that a slow moment of the machine meets both."""

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import psutil

from portal.errors import Refusal
from tests.servers.process import BrokenServerError, MissingServerError

REPEATS = 2
"""So often a void turn is tried again; what is void then is named, and does not count beside one that is not."""
BROKEN = (
    Refusal,
    BrokenServerError,
    MissingServerError,
    OSError,
    LookupError,
    psutil.Error,
    subprocess.SubprocessError,
)
"""How a turn can break off: a server that does not start, a client that is refused, nothing that was heard."""


@dataclass(frozen=True)
class Sample:
    """What one turn of one server gave; `why_void` says that the generator was the limit."""

    values: Mapping[str, float]
    why_void: str = ""


@dataclass(frozen=True)
class Block:
    """Servers that are measured in turns: the name of each, and what measures it once."""

    name: str
    runs: Mapping[str, Callable[[], Sample]]
    times: int


@dataclass
class Medians:
    """The medians of a block: server → what was measured → value."""

    values: dict[str, dict[str, float]] = field(default_factory=dict)
    spreads: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    voids: list[str] = field(default_factory=list)
    times: int = 0
    is_void: bool = False
    """No turn of some server was one that counts."""

    def of(self, server: str, what: str) -> float:
        return self.values[server][what]

    def worst(self, server: str, what: str) -> float:
        """The largest value of all turns: a message that was lost once is lost, whatever the median says."""
        return self.spreads[server][what][1]


def measure(block: Block, say: Callable[[str], None]) -> Medians:
    """Carry out all turns of a block."""
    found: dict[str, list[Sample]] = {server: [] for server in block.runs}
    medians = Medians(times=block.times)
    for turn in range(block.times):
        for server, run in block.runs.items():
            begun = time.monotonic()
            sample = _once(run, say)
            found[server].append(sample)
            if sample.why_void:
                medians.voids.append(f"{block.name}, {server}: {sample.why_void}")
            told = ", ".join(f"{what} {value:.4g}" for what, value in sample.values.items())
            void = f"  VOID: {sample.why_void}" if sample.why_void else ""
            took = time.monotonic() - begun
            say(f"{block.name} {turn + 1}/{block.times} {server:<6} {told}  ({took:.0f} s){void}")
    for server, turns in found.items():
        counting = [sample.values for sample in turns if not sample.why_void]
        medians.is_void |= not counting
        samples = counting or [sample.values for sample in turns]
        medians.values[server] = {what: _median(samples, what) for what in samples[0]}
        medians.spreads[server] = {what: _range(samples, what) for what in samples[0]}
    return medians


def _once(run: Callable[[], Sample], say: Callable[[str], None]) -> Sample:
    """One turn; a void or broken one is tried again, and if that does not help, it stays void or it raises."""
    for _ in range(REPEATS):
        try:
            sample = run()
        except BROKEN as error:
            say(f"tried again: {error!r}")
            continue
        if not sample.why_void:
            return sample
        say(f"tried again: {sample.why_void}")
    return run()


def _median(samples: Sequence[Mapping[str, float]], what: str) -> float:
    return statistics.median(sample[what] for sample in samples)


def _range(samples: Sequence[Mapping[str, float]], what: str) -> tuple[float, float]:
    values = [sample[what] for sample in samples]
    return min(values), max(values)
