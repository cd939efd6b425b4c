"""A live playlist made from the clock: the demo's loop of a few segments, played for ever as if it were live."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from portal.errors import Invalid

WINDOW = 10
"""Segments in a playlist: 20 s, so that a player that starts has some to choose from and may fall behind a little."""

FIRST_AIR = datetime(2024, 1, 1, tzinfo=UTC)
"""When the loop began to play; every server counts from here, so they all make the same playlist."""


@dataclass(frozen=True)
class Loop:
    """The segments of the loop in order, each with its length in seconds."""

    names: tuple[str, ...]
    seconds: tuple[float, ...]

    @property
    def length(self) -> float:
        return sum(self.seconds)


def read_loop(playlist: str) -> Loop:
    """The loop as a finished media playlist names it; raises Invalid when there is nothing in it."""
    found = re.findall(r"#EXTINF:([0-9.]+),[^\n]*\n([^#\s]+)", playlist.replace("\r", ""))
    if not found:
        raise Invalid("The loop has no segments.")
    return Loop(tuple(name for _, name in found), tuple(float(seconds) for seconds, _ in found))


def live_playlist(loop: Loop, at: datetime) -> str:
    """The media playlist at this instant, as RFC 8216 wants one of a live stream.

    It holds the newest WINDOW segments that are complete. Numbers grow for ever; a discontinuity stands before each
    beginning of the loop, and EXT-X-DISCONTINUITY-SEQUENCE counts those that have left the window.
    """
    head = _complete(loop, at)
    first = max(0, head - WINDOW)
    size = len(loop.names)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        f"#EXT-X-TARGETDURATION:{max(1, *(round(one) for one in loop.seconds))}",
        f"#EXT-X-MEDIA-SEQUENCE:{first}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{-(-first // size)}",
    ]
    for number in range(first, head):
        if number % size == 0:
            lines.append("#EXT-X-DISCONTINUITY")
        if number == first or number % size == 0:
            lines.append(
                f"#EXT-X-PROGRAM-DATE-TIME:{_aired(loop, number).isoformat(timespec='milliseconds')}"
            )
        lines += [f"#EXTINF:{loop.seconds[number % size]:.6f},", loop.names[number % size]]
    return "\n".join(lines) + "\n"


def _complete(loop: Loop, at: datetime) -> int:
    """How many segments have been aired to their end since the first air."""
    rounds, into = divmod(max(0.0, (at - FIRST_AIR).total_seconds()), loop.length)
    return int(rounds) * len(loop.names) + sum(end <= into for end in accumulate(loop.seconds))


def _aired(loop: Loop, number: int) -> datetime:
    """When a segment began."""
    rounds, index = divmod(number, len(loop.names))
    return FIRST_AIR + timedelta(seconds=rounds * loop.length + sum(loop.seconds[:index]))
