"""The state of the backstage in the browser, run by node."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_the_browser_misses_no_hand_and_counts_the_time_that_is_left() -> None:
    run_node_tests(Path(__file__).parent)
