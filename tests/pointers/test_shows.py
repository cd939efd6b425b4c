"""What a browser makes of the events that it hears, and how much of a sheet it draws."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_the_browser_knows_who_shows_something_and_draws_what_is_seen() -> None:
    run_node_tests(Path(__file__).parent)
