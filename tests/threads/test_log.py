"""The chat client's state machine, run by node: each message once, in order, whatever the network does."""

from pathlib import Path

from tests.servers.node import run_node_tests


def test_the_message_log_and_the_outbox_keep_their_rules() -> None:
    run_node_tests(Path(__file__).parent)
