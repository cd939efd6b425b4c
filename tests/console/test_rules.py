"""What numbers mean in words."""

import pytest

from portal.console.rules import Load, Stream, load_of, stream_state, summed


@pytest.mark.parametrize(
    ("plays", "fails", "state"),
    [(0, 0, Stream.UNSEEN), (3, 0, Stream.PLAYS), (3, 1, Stream.MIXED), (0, 2, Stream.FAILS)],
)
def test_a_source_does_as_the_pages_of_its_viewers_say(plays: int, fails: int, state: Stream) -> None:
    assert stream_state(plays, fails) is state


def test_several_workers_are_as_slow_as_the_slowest_and_their_counts_are_added_up() -> None:
    one = load_of({"sockets": 3, "lag_ms": 20, "errors": 1, "refusals": 2, "turned_away": 4})
    other = load_of({"sockets": 5, "lag_ms": 600})

    together = summed([one, other])

    assert together == Load(8, 0.6, 1, 6, workers=2)
    assert together.is_slow
    assert not one.is_slow
