"""The order in which a browser tries the sources of a stage, run by node."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_a_browser_tries_the_sources_in_order_and_knows_one_that_has_come_back() -> None:
    run_node_tests(Path(__file__).parent)
