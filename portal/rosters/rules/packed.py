"""The rows of a list as they are kept until it is applied: packed, since a long list is mostly repetition."""

import json
import zlib
from collections.abc import Sequence

from portal.rosters.rules.table import Line


def pack(lines: Sequence[Line]) -> bytes:
    text = json.dumps([[line.number, *line.cells] for line in lines], ensure_ascii=False)
    return zlib.compress(text.encode(errors="replace"), 6)


def unpack(content: bytes | None) -> list[Line]:
    """The rows again; none for a list that is kept no longer."""
    if content is None:
        return []
    return [Line(number, tuple(cells)) for number, *cells in json.loads(zlib.decompress(content))]
