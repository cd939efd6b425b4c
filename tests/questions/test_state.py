"""The board's state machine in the browser and its formulas, run by node."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


def test_the_board_misses_nothing_and_formulas_stay_formulas() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the tests of the board's own script need it")

    run = subprocess.run(
        [node, "--test", *map(str, TESTS)], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
