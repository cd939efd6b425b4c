"""The state machine of the polls in the browser, run by node."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


def test_polls_miss_nothing_and_old_counts_replace_no_new_ones() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the tests of the polls' own script need it")

    run = subprocess.run(
        [node, "--test", *map(str, TESTS)], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
