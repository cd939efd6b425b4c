"""B-4: frames that are larger than they may be, before anybody has said who they are: cut at once, nothing is kept."""

import contextlib
import itertools
import zlib
from collections.abc import Callable

import pytest

from tests.faults.hostile.fortress import Fortress
from tests.faults.hostile.raw import Raw, frame
from tests.faults.record import record

SECONDS = 1.0
MOST_MB = 5.0
HUGE = 300 * 2**20

# What is a flood keeps its address out for a while, so each case comes from another one.
SOURCES = (f"127.0.1.{number}" for number in itertools.count(1))


def only_the_header(raw: Raw) -> None:
    raw.send_bytes(frame(b"", length=HUGE))


def a_large_frame_with_what_it_holds(raw: Raw) -> None:
    raw.send_bytes(frame(b"", length=HUGE))
    for _ in range(300):
        raw.send_bytes(b"a" * 2**20)


def the_longest_length_that_there_is(raw: Raw) -> None:
    raw.send_bytes(frame(b"", length=2**63 - 1) + b"a" * 100_000)


def a_frame_that_grows_when_it_is_unpacked(raw: Raw) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b"\0" * 2**20) for _ in range(32)) + packer.flush()
    raw.send_bytes(frame(packed[:60_000], rsv=4))


def ten_thousand_fragments(raw: Raw) -> None:
    raw.send_bytes(frame(b"4", is_last=False))
    raw.send_bytes(frame(b"a", opcode=0, is_last=False) * 10_000)


def ten_thousand_empty_fragments(raw: Raw) -> None:
    raw.send_bytes(frame(b"", is_last=False))
    raw.send_bytes(frame(b"", opcode=0, is_last=False) * 10_000)


def ten_thousand_pings(raw: Raw) -> None:
    raw.send_bytes(frame(b"a" * 125, opcode=9) * 10_000)


def fragments_that_are_large_together(raw: Raw) -> None:
    raw.send_bytes(frame(b"4" * 40_000, is_last=False))
    raw.send_bytes(frame(b"a" * 40_000, opcode=0, is_last=True))


def a_frame_without_a_mask(raw: Raw) -> None:
    raw.send_bytes(frame(b"3", is_masked=False))


def text_that_is_no_text(raw: Raw) -> None:
    raw.send_bytes(frame(b"42/live,\xed\xa0\x80"))


def a_binary_message(raw: Raw) -> None:
    raw.send_bytes(frame(b"42/live,", opcode=2))


CASES = [
    only_the_header,
    a_large_frame_with_what_it_holds,
    the_longest_length_that_there_is,
    a_frame_that_grows_when_it_is_unpacked,
    ten_thousand_fragments,
    ten_thousand_empty_fragments,
    ten_thousand_pings,
    fragments_that_are_large_together,
    a_frame_without_a_mask,
    text_that_is_no_text,
    a_binary_message,
]


def cut_after(fortress: Fortress, send: Callable[[Raw], None]) -> float | None:
    """After how many seconds the connection is gone."""
    raw = fortress.raw(source=next(SOURCES), Sec_WebSocket_Extensions="permessage-deflate")
    assert raw.status == 101
    # The server closes while we still write.
    with contextlib.suppress(OSError):
        send(raw)
    seconds = raw.closes_within(3)
    raw.close()
    return seconds


@pytest.mark.parametrize("send", CASES, ids=lambda case: case.__name__.replace("_", "-"))
def test_it_is_cut_at_once(fortress: Fortress, send: Callable[[Raw], None]) -> None:
    before = fortress.held_when_quiet()
    for _ in range(2):
        cut_after(fortress, send)

    seconds = [cut_after(fortress, send) for _ in range(5)]

    grown = fortress.held_when_quiet()["rss_mb"] - before["rss_mb"]
    slowest = max(3.0 if one is None else one for one in seconds)
    found = {"case": send.__name__, "rss_mb": round(grown, 1), "seconds": round(slowest, 2)}
    limits = {"rss_mb": MOST_MB, "seconds": SECONDS}
    record("B-4", found, limits, grown <= MOST_MB and slowest <= SECONDS)
    assert slowest <= SECONDS
    assert grown <= MOST_MB


def test_compression_is_not_agreed_to(fortress: Fortress) -> None:
    raw = fortress.raw(Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits")

    assert raw.status == 101
    assert "sec-websocket-extensions" not in raw.head.lower()


def test_a_message_as_large_as_one_may_be_is_read(fortress: Fortress) -> None:
    one = fortress.live()

    answer = one.call("no.such", "a" * 60_000)

    assert answer["code"] == "not-found"
