"""A strict reader of BibTeX, as BibTeX itself reads: it counts braces, and knows no escape before one."""

import re
from dataclasses import dataclass

KEY = re.compile(r"[a-z0-9-]+")


@dataclass
class Record:
    """One record with its fields as they were written."""

    kind: str
    key: str
    fields: dict[str, str]


def read(text: str) -> list[Record]:
    """All records; raises ValueError for anything that is none."""
    records, place = [], 0
    while (place := _past_space(text, place)) < len(text):
        head = re.compile(r"@([a-z]+)\{([^,\s]+),").match(text, place)
        if not head or not KEY.fullmatch(head[2]):
            raise ValueError(f"no record begins here: {text[place : place + 60]!r}")
        fields, place = _fields(text, head.end())
        records.append(Record(head[1], head[2], fields))
    keys = [one.key for one in records]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key stands twice: {keys}")
    return records


def _fields(text: str, place: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while True:
        name = re.compile(r"\s*([a-z]+) = \{").match(text, place)
        if not name or name[1] in fields:
            raise ValueError(f"no field begins here: {text[place : place + 60]!r}")
        end = _closing(text, name.end())
        fields[name[1]] = text[name.end() : end]
        after = re.compile(r"\s*(,|\})").match(text, end + 1)
        if not after:
            raise ValueError(f"a field does not end here: {text[end : end + 60]!r}")
        place = after.end()
        if after[1] == "}":
            return fields, place


def _closing(text: str, place: int) -> int:
    depth = 1
    for at in range(place, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise ValueError("a brace is never closed")


def _past_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place
