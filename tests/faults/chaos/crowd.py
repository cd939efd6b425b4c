"""The people of a run: one Node process that holds them all, each with the project's own browser modules."""

import json
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.faults.chaos.history import History

NODE_PARTS = Path(__file__).parents[2] / "node"
CALM_SECONDS = 20


def node_or_skip() -> str:
    """The path of node, when it and what the tests take from npm are here."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed here (Debian's package nodejs has it)")
    if not (NODE_PARTS / "node_modules" / "ws").is_dir():
        pytest.skip("what the tests run under Node is not installed here (npm ci in tests/node does it)")
    return node


class Crowd:
    """Told by orders what to do; all that it does goes into the history."""

    def __init__(self, history: History, log: Path) -> None:
        self.history = history
        with log.open("wb") as errors:
            self._node = subprocess.Popen(
                [node_or_skip(), str(NODE_PARTS / "chaos" / "main.mjs")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._node.pid

    def order(self, do: str, **more: Any) -> None:
        assert self._node.stdin is not None
        self._node.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._node.stdin.flush()

    def close(self) -> None:
        """The process ends with its orders."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        try:
            self._node.wait(CALM_SECONDS)
        except subprocess.TimeoutExpired:
            self._node.kill()
            self._node.wait()
        self._reader.join(CALM_SECONDS)
        if self._node.stdout is not None:
            self._node.stdout.close()

    def _read(self) -> None:
        assert self._node.stdout is not None
        for line in self._node.stdout:
            self.history.add(json.loads(line))
