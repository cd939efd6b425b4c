"""What is looked for, and how a hit is shown."""

from portal.search.rules.groups import GROUPS, MOST_SUGGESTED, Group, Hit, Person, Results
from portal.search.rules.words import (
    LONGEST_QUERY,
    Piece,
    Wanted,
    fits,
    folded,
    marked,
    snippet,
    wanted_in,
)

__all__ = [
    "GROUPS",
    "LONGEST_QUERY",
    "MOST_SUGGESTED",
    "Group",
    "Hit",
    "Person",
    "Piece",
    "Results",
    "Wanted",
    "fits",
    "folded",
    "marked",
    "snippet",
    "wanted_in",
]
