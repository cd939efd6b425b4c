"""The board's state machine in the browser and its formulas, run by node."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_the_board_misses_nothing_and_formulas_stay_formulas() -> None:
    run_node_tests(Path(__file__).parent)
