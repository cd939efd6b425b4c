"""The state of the backstage in the browser, run by node."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


def test_the_browser_misses_no_hand_and_counts_the_time_that_is_left() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the tests of the backstage's own script need it")

    run = subprocess.run(
        [node, "--test", *map(str, TESTS)], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
