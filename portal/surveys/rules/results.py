"""What results may tell: figures by group, so that no group is seen, or can be computed, that is too small."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.polls.rules import Choice, Kind, counted
from portal.surveys.rules.surveys import OTHERS, UNSAID


@dataclass(frozen=True)
class GroupOutcome:
    """How one group answered a question."""

    name: str
    answered: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """How a question was answered: by all, by the groups that are large enough, and in words that belong to no group.

    `has_hidden`: some groups are too small to be shown; `groups` then ends with all of them together, if even these
    are enough.
    """

    answered: int
    counts: tuple[int, ...] = ()
    groups: tuple[GroupOutcome, ...] = ()
    has_hidden: bool = False
    texts: tuple[str, ...] = ()


def parted(sizes: Mapping[str, int], smallest: int) -> tuple[frozenset[str], bool]:
    """Which groups may be shown, and whether the others together may.

    A group under `smallest` is hidden. Where the hidden ones together are still fewer than that, the total minus the
    groups shown would tell of them, so the smallest of the shown groups is hidden too, and so on.
    """
    present = {name: size for name, size in sizes.items() if size}
    shown = {name for name, size in present.items() if size >= smallest}
    while shown and 0 < _sum(present, shown) < smallest:
        shown.remove(min(shown, key=lambda name: (present[name], name)))
    return frozenset(shown), bool(shown) and _sum(present, shown) >= smallest


def label_of(group: str, shown: frozenset[str], *, has_others: bool) -> str | None:
    """What stands in place of a group: itself, the others together, or nothing."""
    if group in shown:
        return group or UNSAID
    return OTHERS if has_others else None


def outcome_of(
    kind: Kind, options: Sequence[str], answers: Sequence[tuple[str, Choice]], smallest: int
) -> Outcome:
    """How a question was answered; `answers` are groups with what somebody in them chose.

    Texts come in the order in which they are given and are never parted by group.
    """
    if kind == Kind.TEXT:
        return Outcome(len(answers), texts=tuple(choice.text for _, choice in answers))
    sizes = Counter(group for group, _ in answers)
    shown, has_others = parted(sizes, smallest)
    by_label: dict[str, list[Choice]] = {}
    for group, choice in answers:
        label = label_of(group, shown, has_others=has_others)
        if label is not None:
            by_label.setdefault(label, []).append(choice)
    groups = [
        GroupOutcome(name, len(chosen), tuple(counted(kind, options, chosen)))
        for name, chosen in by_label.items()
    ]
    return Outcome(
        len(answers),
        tuple(counted(kind, options, [choice for _, choice in answers])),
        tuple(sorted(groups, key=lambda one: (one.name == OTHERS, one.name == UNSAID, one.name))),
        has_hidden=len(shown) < len(sizes),
    )


def _sum(sizes: Mapping[str, int], shown: set[str]) -> int:
    """How many answers the groups hold that are not shown."""
    return sum(size for name, size in sizes.items() if name not in shown)
