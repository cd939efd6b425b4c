"""The chat client's state machine, run by node: each message once, in order, whatever the network does."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


def test_the_message_log_and_the_outbox_keep_their_rules() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: the chat client's own tests need it")

    run = subprocess.run(
        [node, "--test", *map(str, TESTS)], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
