"""What an import would change, or has changed: one line for each thing that the pages or the store name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of one thing.

    KEPT: an organizer has changed it by hand since the last import, and the pages say something else.
    REMOVED: an organizer has taken it away by hand; it stays away. GONE: the pages have it no longer; it stays.
    LEFT_OUT: the portal cannot hold it.
    """

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept-by-hand"
    REMOVED = "removed-by-hand"
    GONE = "no-longer-there"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class Change:
    """One thing: `fields` were changed, `kept` are those that an organizer's own words won."""

    what: str
    title: str
    outcome: Outcome
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All changes of one import."""

    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the store is to be written."""
        return not any(change.outcome in {Outcome.ADDED, Outcome.CHANGED} for change in self.changes)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many of each kind of thing had each outcome."""
        counted: dict[str, Counter[str]] = {}
        for change in self.changes:
            counted.setdefault(change.what, Counter())[change.outcome] += 1
        return {
            what: {str(outcome): n for outcome, n in counter.items()} for what, counter in counted.items()
        }

    def as_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`."""
        changes = [
            {
                "what": change.what,
                "title": change.title,
                "outcome": str(change.outcome),
                "fields": list(change.fields),
                "kept": list(change.kept),
            }
            for change in self.changes
        ]
        return {"counts": self.counts(), "changes": changes}

    def lines(self) -> Iterator[str]:
        """The difference for a person: what is not as it was, and a count of what is."""
        for change in self.changes:
            if change.outcome != Outcome.UNCHANGED:
                yield f"{change.outcome:<16} {change.what:<10} {change.title}{_details(change)}"
        unchanged = sum(change.outcome == Outcome.UNCHANGED for change in self.changes)
        if unchanged:
            yield f"{Outcome.UNCHANGED:<16} {unchanged} {'thing' if unchanged == 1 else 'things'}"


def _details(change: Change) -> str:
    told = []
    if change.fields:
        told.append(", ".join(change.fields))
    if change.kept:
        told.append(f"kept by hand: {', '.join(change.kept)}")
    return f"  ({'; '.join(told)})" if told else ""
