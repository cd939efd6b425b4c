"""When the browser reminds, run by node."""

import shutil
import subprocess
from pathlib import Path

import pytest


def test_a_reminder_is_due_five_minutes_before_and_follows_the_start() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the test of the reminders' own script needs it")

    file = Path(__file__).parent / "due.test.mjs"
    run = subprocess.run([node, "--test", str(file)], capture_output=True, text=True, timeout=60, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
