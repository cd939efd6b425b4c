"""What a fault test found, one line a figure in build/faults.jsonl, so that runs can be laid beside each other."""

import json
import subprocess
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
RESULTS = CHECKOUT / "build" / "faults.jsonl"


def record(goal: str, value: object, limit: object, is_reached: bool, seed: int | None = None) -> None:
    """Add a figure of a goal ("F-2"); the test still asserts it itself, after this line.

    `value` and `limit` are what JSON can hold, with the unit in the key where there are several: {"rss_mb": 12}.
    """
    line = {
        "id": goal,
        "value": value,
        "limit": limit,
        "pass": bool(is_reached),
        "commit": _commit(),
        "seed": seed,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write(json.dumps(line) + "\n")
    print(f"{goal}: {value} (limit {limit}): {'reached' if is_reached else 'MISSED'}")


@cache
def _commit() -> str:
    """The commit that was measured; `+` after it says that there were changes besides, `unknown` that it is no checkout."""
    asked = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    told = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"
