"""Long lists in parts that fit into one question to the store."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Value = TypeVar("Value")

MOST_AT_ONCE = 500
"""Fewer than the variables that any SQLite takes in one statement."""


def in_pieces(values: Sequence[Value], most: int = MOST_AT_ONCE) -> Iterator[Sequence[Value]]:
    """The values in their order, at most so many in each part."""
    return (values[start : start + most] for start in range(0, len(values), most))
