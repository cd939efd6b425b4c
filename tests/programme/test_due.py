"""When the browser reminds, run by node."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_a_reminder_is_due_five_minutes_before_and_follows_the_start() -> None:
    run_node_tests(Path(__file__).parent)
