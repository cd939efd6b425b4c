"""What comes over the channel is believed only when a worker of this portal wrote it and it has the right shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.events import Eviction
from portal.realtime.hints import MOST_BYTES, FrameHint, Letter, PeopleHint, read_letter, write_letter
from portal.realtime.seal import Seal

SEAL = Seal("a secret of the tests")
FRAME = FrameHint("thread:1", '2/live,["threads.message_posted",{"text":"hé"}]', is_lossy=False)


def sealed(told: Any) -> bytes:
    return SEAL.sealed(json.dumps(told).encode())


def test_a_letter_says_what_was_written() -> None:
    hints = (FRAME, PeopleHint(("thread:1", "thread:2")), Eviction(person_id=3, workshop_id=4, id=5))

    letter = read_letter(SEAL, write_letter(SEAL, "worker", hints))

    assert letter == Letter("worker", hints)
    assert letter.hints[2].id == 5  # type: ignore[union-attr]  # the third is the eviction


def test_another_portal_is_not_believed_and_has_another_channel() -> None:
    other = Seal("the secret of another portal")

    assert other.name != SEAL.name
    with pytest.raises(ValueError, match="not sealed"):
        read_letter(SEAL, write_letter(other, "worker", [FRAME]))


@given(st.binary(max_size=300))
def test_bytes_of_a_stranger_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not sealed"):
        read_letter(SEAL, data)


def test_one_changed_byte_is_noticed() -> None:
    data = bytearray(write_letter(SEAL, "worker", [FRAME]))
    data[-3] ^= 1

    with pytest.raises(ValueError, match="not sealed"):
        read_letter(SEAL, bytes(data))


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"from": 1, "hints": []},
        {"from": "w", "hints": {}},
        {"from": "w", "hints": [], "more": 1},
        {"from": "w", "hints": [["frame", "thread:1", "no event", False]]},
        {"from": "w", "hints": [["frame", "thread:1", FRAME.text, 1]]},
        {"from": "w", "hints": [["frame", 7, FRAME.text, False]]},
        {"from": "w", "hints": [["people", 1]]},
        {"from": "w", "hints": [["evict", None, 5, None, None, 1]]},
        {"from": "w", "hints": [["evict", True, None, None, None, 1]]},
        {"from": "w", "hints": [["evict", "1", None, None, None, 1]]},
        {"from": "w", "hints": [["run", "something"]]},
        {"from": "w", "hints": [["people"]] * 65},
    ],
)
def test_a_letter_of_another_shape_is_refused(told: Any) -> None:
    with pytest.raises(ValueError, match="not a"):
        read_letter(SEAL, sealed(told))


def test_a_letter_is_bounded_in_size_and_depth() -> None:
    with pytest.raises(ValueError, match="too large"):
        write_letter(SEAL, "worker", [FrameHint("thread:1", '2/live,["' + "x" * MOST_BYTES, is_lossy=False)])
    with pytest.raises(ValueError, match="not a letter"):
        read_letter(SEAL, SEAL.sealed(b" " * MOST_BYTES))
    with pytest.raises(ValueError, match="deep"):
        read_letter(SEAL, SEAL.sealed(b"[" * 100_000))
    with pytest.raises(ValueError, match="not a letter"):
        read_letter(SEAL, None)
