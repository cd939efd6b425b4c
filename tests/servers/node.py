"""Tests of a browser's module, run by node."""

import shutil
import subprocess
from pathlib import Path

import pytest


def run_node_tests(folder: Path) -> None:
    """Run each *.test.mjs of a folder; skip without node, fail with what node printed."""
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the tests of the browser's own modules need it")

    files = map(str, sorted(folder.glob("*.test.mjs")))
    run = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=60, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
