"""The row of the chaos test: its figures of the last storms, or of storms that are run for it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from tests.faults.record import CHECKOUT, RESULTS
from tests.load.rows import Row

SEEDS = 5
NAME = "chaos, 3 workers on PostgreSQL and Redis, all killed again and again"
STORM_SECONDS = 500
STORM = ["-m", "pytest", "tests/faults/test_chaos.py", "-m", "soak", "-q", "-k", "long_storm"]


def chaos_rows(commit: str, *, may_run: bool) -> list[Row]:
    """From what this commit has recorded; else, where it may, from a run of the storms."""
    found = recorded(commit)
    if len(found) < SEEDS and may_run:
        words = [sys.executable, *STORM]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(words, cwd=CHECKOUT, timeout=STORM_SECONDS, check=False, stdout=subprocess.DEVNULL)
        found = recorded(commit)
    return rows_of(list(found.values()))


def recorded(commit: str) -> dict[int, dict[str, Any]]:
    """The newest line of each seed, of this commit."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    storms = [one for one in map(json.loads, lines) if one["id"] == "F-1" and one["seed"] is not None]
    return {one["seed"]: one for one in storms if one["commit"] == commit}


def rows_of(storms: Sequence[dict[str, Any]]) -> list[Row]:
    """One row for each kind of fault, all storms together; none is reached before every seed was run."""
    kinds = {
        "lost": "acknowledged and lost",
        "duplicates": "duplicates",
        "gaps": "gaps",
        "wrong_lists": "lists that differ",
    }
    made = []
    for kind, words in kinds.items():
        count = sum(storm["value"][kind] for storm in storms)
        enough = len(storms) >= SEEDS
        missed = "" if enough else f"{len(storms)} of {SEEDS} seeds were run"
        missed = f"{count} too many" if count else missed
        made.append(Row(f"{NAME}: {words}", count, None, None, "0", count == 0 and enough, missed))
    return made
