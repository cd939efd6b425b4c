"""The state machine of the polls in the browser, run by node."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_polls_miss_nothing_and_old_counts_replace_no_new_ones() -> None:
    run_node_tests(Path(__file__).parent)
