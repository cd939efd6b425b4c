"""The demo's playlist: what a player that asks every two seconds is told."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from portal.errors import Invalid
from portal.stage.queries import LOOP_DIR
from portal.stage.rules import Loop, live_playlist, read_loop
from portal.stage.rules.playlist import FIRST_AIR, WINDOW

LOOP = Loop(tuple(f"{number}.ts" for number in range(16)), (2.0,) * 16)
SOME_DAY = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Segment:
    """A segment as a player knows it."""

    number: int
    part: int
    name: str


def segments(text: str) -> list[Segment]:
    """What a player makes of a playlist: each segment with its media and its discontinuity sequence number."""
    number = int(tag(text, "MEDIA-SEQUENCE"))
    part = int(tag(text, "DISCONTINUITY-SEQUENCE"))
    found = []
    for line in text.splitlines():
        if line == "#EXT-X-DISCONTINUITY":
            part += 1
        elif not line.startswith("#"):
            found.append(Segment(number, part, line))
            number += 1
    return found


def tag(text: str, name: str) -> str:
    found = re.search(rf"^#EXT-X-{name}:(.+)$", text, re.MULTILINE)
    assert found, name
    return found[1]


def test_a_playlist_is_a_live_one_with_a_window_of_complete_segments() -> None:
    text = live_playlist(LOOP, SOME_DAY)

    assert text.startswith("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n")
    assert "ENDLIST" not in text
    assert "PLAYLIST-TYPE" not in text
    assert len(segments(text)) == WINDOW


def test_a_segment_keeps_its_numbers_and_its_name_while_it_is_in_the_window() -> None:
    known: dict[int, Segment] = {}

    for second in range(200):
        for segment in segments(live_playlist(LOOP, SOME_DAY + timedelta(seconds=second))):
            assert known.setdefault(segment.number, segment) == segment

    assert [one.name for one in sorted(known.values(), key=lambda one: one.number)][:20] == [
        f"{(min(known) + offset) % 16}.ts" for offset in range(20)
    ]


def test_a_new_segment_comes_every_two_seconds() -> None:
    heads = [
        segments(live_playlist(LOOP, SOME_DAY + timedelta(seconds=second)))[-1].number
        for second in range(0, 100, 2)
    ]

    assert heads == list(range(heads[0], heads[0] + 50))


def test_each_beginning_of_the_loop_is_a_new_part_and_nothing_else_is() -> None:
    seen = {
        segment.number: segment.part
        for second in range(200)
        for segment in segments(live_playlist(LOOP, SOME_DAY + timedelta(seconds=second)))
    }

    for number, part in seen.items():
        if number + 1 in seen:
            assert seen[number + 1] - part == (1 if (number + 1) % 16 == 0 else 0)


def test_the_date_of_the_first_segment_is_when_it_began() -> None:
    text = live_playlist(LOOP, SOME_DAY)

    first = segments(text)[0].number
    assert datetime.fromisoformat(tag(text, "PROGRAM-DATE-TIME")) == FIRST_AIR + timedelta(seconds=2 * first)


def test_a_new_stream_begins_with_what_there_is() -> None:
    assert segments(live_playlist(LOOP, FIRST_AIR + timedelta(seconds=5))) == [
        Segment(0, 1, "0.ts"),
        Segment(1, 1, "1.ts"),
    ]
    assert segments(live_playlist(LOOP, FIRST_AIR - timedelta(days=1))) == []


def test_segments_of_different_length_are_aired_after_one_another() -> None:
    loop = Loop(("a.ts", "b.ts", "c.ts"), (2.0, 3.0, 1.5))

    names = [one.name for one in segments(live_playlist(loop, FIRST_AIR + timedelta(seconds=6.5 + 5)))]

    assert names == ["a.ts", "b.ts", "c.ts", "a.ts", "b.ts"]


def test_the_loop_that_is_shipped_is_small_and_whole() -> None:
    loop = read_loop((LOOP_DIR / "loop.m3u8").read_text(encoding="ascii"))

    sizes = [(LOOP_DIR / name).stat().st_size for name in loop.names]
    assert 24 <= loop.length <= 32
    assert sum(sizes) < 1_500_000
    assert all((LOOP_DIR / name).read_bytes()[:1] == b"\x47" for name in loop.names)


def test_a_playlist_without_segments_is_no_loop() -> None:
    with pytest.raises(Invalid):
        read_loop("#EXTM3U\n#EXT-X-ENDLIST\n")
