"""A walk through the containers of videos, as far as it takes to know that there is one inside.

MP4 is a row of boxes (ISO/IEC 14496-12), WebM a tree of elements (RFC 8794). Both must fill the file to its end; raises
ValueError for what does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.files.rules import MP4

MOST_PARTS = 200_000
"""More boxes or elements than any clip has; a file that is made of them alone is no clip."""

EBML, SEGMENT, TRACKS, TRACK, TRACK_KIND, CODEC, DOC_TYPE = (
    0x1A45DFA3,
    0x18538067,
    0x1654AE6B,
    0xAE,
    0x83,
    0x86,
    0x4282,
)
CLUSTER = 0x1F43B675
VIDEO_TRACK = b"\x01"


@dataclass(frozen=True)
class Part:
    """A box or an element: what it is, and where its content begins and ends."""

    name: int | bytes
    start: int
    end: int


def codecs_of(source: Path, media_type: str) -> list[str]:
    """The codecs of the video tracks; empty where there is sound alone, or nothing."""
    with source.open("rb") as file:
        size = file.seek(0, 2)
        return list(_mp4_codecs(file, size) if media_type == MP4.media_type else _webm_codecs(file, size))


def _mp4_codecs(file: IO[bytes], size: int) -> Iterator[str]:
    top = list(_boxes(file, 0, size))
    names = [box.name for box in top]
    if not top or names[0] != b"ftyp" or b"moov" not in names or not {b"mdat", b"moof"} & set(names):
        raise ValueError("not a whole MP4")
    movie = next(box for box in top if box.name == b"moov")
    for track in _boxes(file, movie.start, movie.end):
        media = _inside(file, track, b"mdia") if track.name == b"trak" else None
        handler = _inside(file, media, b"hdlr") if media else None
        if media is None or handler is None or _read(file, handler.start + 8, 4) != b"vide":
            continue
        table: Part | None = media
        for name in (b"minf", b"stbl", b"stsd"):
            table = _inside(file, table, name) if table else None
        if table:
            # Version, flags and count stand before the first entry.
            yield from (_name(box) for box in _boxes(file, table.start + 8, table.end))


def _name(box: Part) -> str:
    return str(box.name, "latin-1") if isinstance(box.name, bytes) else ""


def _inside(file: IO[bytes], outer: Part, name: bytes) -> Part | None:
    return next((box for box in _boxes(file, outer.start, outer.end) if box.name == name), None)


def _boxes(file: IO[bytes], at: int, end: int) -> Iterator[Part]:
    """The boxes between two places, each of which has to lie within them."""
    for _ in range(MOST_PARTS):
        if at == end:
            return
        size, name = int.from_bytes(_read(file, at, 4), "big"), _read(file, at + 4, 4)
        start = at + 8
        if size == 1:
            size, start = int.from_bytes(_read(file, at + 8, 8), "big"), at + 16
        after = end if size == 0 else at + size
        if after < start or after > end:
            raise ValueError("a box that is cut off")
        yield Part(name, start, after)
        at = after
    raise ValueError("too many boxes")


def _webm_codecs(file: IO[bytes], size: int) -> Iterator[str]:
    head, *rest = _elements(file, 0, size)
    if head.name != EBML or not any(
        one.name == DOC_TYPE and _text(file, one) == "webm" for one in _elements(file, head.start, head.end)
    ):
        raise ValueError("not a WebM")
    if [one.name for one in rest] != [SEGMENT]:
        raise ValueError("not one segment")
    inside = _elements(file, rest[0].start, rest[0].end)
    tracks = next((one for one in inside if one.name == TRACKS), None)
    if tracks is None or not any(one.name == CLUSTER for one in inside):
        raise ValueError("no tracks, or nothing in them")
    for track in _elements(file, tracks.start, tracks.end):
        said = (
            {one.name: one for one in _elements(file, track.start, track.end)} if track.name == TRACK else {}
        )
        kind, codec = said.get(TRACK_KIND), said.get(CODEC)
        if kind and codec and _read(file, kind.start, kind.end - kind.start) == VIDEO_TRACK:
            yield _text(file, codec)


def _elements(file: IO[bytes], at: int, end: int) -> list[Part]:
    """The elements between two places; one of unknown size, as a recorder writes it, goes on to the end."""
    found: list[Part] = []
    while at < end:
        name, start = _number(file, at, keeps_mark=True)
        length, start = _number(file, start, keeps_mark=False)
        after = end if length is None else start + length
        if name is None or after > end or len(found) > MOST_PARTS:
            raise ValueError("an element that is cut off")
        found.append(Part(name, start, after))
        at = after
    return found


def _number(file: IO[bytes], at: int, *, keeps_mark: bool) -> tuple[int | None, int]:
    """A number whose first bit that is set says how long it is; None where all others are set (of unknown size)."""
    first = _read(file, at, 1)[0]
    width = 9 - first.bit_length()
    if width > 8:
        raise ValueError("no number")
    value = int.from_bytes(_read(file, at, width), "big")
    if keeps_mark:
        return value, at + width
    bits = 7 * width
    plain = value & ((1 << bits) - 1)
    return (None if plain == (1 << bits) - 1 else plain), at + width


def _text(file: IO[bytes], part: Part) -> str:
    return str(_read(file, part.start, min(part.end - part.start, 64)), "latin-1").rstrip("\0")


def _read(file: IO[bytes], at: int, count: int) -> bytes:
    file.seek(at)
    data = file.read(count)
    if len(data) != count:
        raise ValueError("cut off")
    return data
