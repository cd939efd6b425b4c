"""The slides in the browser, run by node."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_slides_miss_no_turn_and_steps_go_over_what_was_shown() -> None:
    run_node_tests(Path(__file__).parent)
