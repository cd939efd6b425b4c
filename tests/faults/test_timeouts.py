"""A question to the store that was given up never leaves its answer to the next one who asks."""

import json
import subprocess
import sys

import pytest

from tests.faults.record import record
from tests.servers.portal import CHECKOUT


@pytest.mark.parametrize("timeouts", [1000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_no_answer_is_given_to_somebody_else_when_questions_are_cut_short(
    postgres_url: str, timeouts: int
) -> None:
    asked = [sys.executable, "-m", "tests.faults.timeouts", postgres_url, str(timeouts)]

    done = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=500)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    is_reached = (told["crossed"], told["missing"], told["checked_out"]) == (0, 0, 0)
    record("B-13", told, {"crossed": 0, "missing": 0, "checked_out": 0}, is_reached)
    assert is_reached, told
    assert told["timeouts"] >= timeouts
    assert told["Unavailable"] > timeouts / 10
    assert told["Foreign"] > timeouts / 10
    assert told["replies"] > timeouts / 2
    assert told["slowest_s"] < 1
