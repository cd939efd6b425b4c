"""A QR code as one path, for an inline SVG without styles."""

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET = 4
"""The empty modules around it that readers need (ISO/IEC 18004)."""


@dataclass(frozen=True)
class Picture:
    """`size` modules on each side; `path` draws the dark ones, each run of a row as one bar."""

    size: int
    path: str


@lru_cache(maxsize=128)
def picture_of(address: str) -> Picture:
    """The QR code of an address, readable from the last row: medium error correction, as few modules as fit."""
    rows = segno.make_qr(address, error="m").matrix
    return Picture(len(rows) + 2 * QUIET, "".join(_bars(y, row) for y, row in enumerate(rows)))


def _bars(y: int, row: bytearray) -> str:
    bars, x = "", 0
    while x < len(row):
        length = 1
        while x + length < len(row) and row[x + length] == row[x]:
            length += 1
        if row[x]:
            bars += f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
        x += length
    return bars
