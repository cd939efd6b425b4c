"""Who walks together: those with most topics in common, and nobody waits for long."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FEWEST, MOST = 4, 6
"""A group has so many people when it is formed, and never more."""
SMALLEST = 2
PATIENCE = timedelta(seconds=90)
"""After so long a group is also formed of fewer people than FEWEST."""
LONGEST_TOPIC = 40
MOST_NAMED = 3


@dataclass(frozen=True)
class Waiting:
    """Somebody who would like to be taken round."""

    person_id: int
    since: datetime
    topics: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(topic.casefold() for topic in self.topics)


Group = tuple[Waiting, ...]


def group_up(waiting: Sequence[Waiting], at: datetime) -> list[Group]:
    """The groups that can be formed now, nobody in two of them.

    Who has waited longest chooses first: those with whom they have most in common, and of several who has waited longer.
    """
    left = sorted(waiting, key=lambda one: (one.since, one.person_id))
    groups: list[Group] = []
    for size in _sizes(len(left), is_late=bool(left) and at - left[0].since >= PATIENCE):
        group = [left.pop(0)]
        while len(group) < size:
            nearest = min(left, key=lambda one: (-_in_common(one, group), one.since, one.person_id))
            left.remove(nearest)
            group.append(nearest)
        groups.append(tuple(group))
    return groups


def shared_topics(group: Collection[Waiting]) -> list[str]:
    """What several of a group are interested in, what most of them are first; as the one who waited longest wrote it."""
    count = Counter(key for one in group for key in one.keys)
    spelled = {topic.casefold(): topic for one in reversed(list(group)) for topic in one.topics}
    found = [key for key, number in count.items() if number > 1]
    return [spelled[key] for key in sorted(found, key=lambda key: (-count[key], key))][:MOST_NAMED]


def is_majority(votes: int, people: int) -> bool:
    """More than half."""
    return votes * 2 > people


def _sizes(count: int, *, is_late: bool) -> list[int]:
    """How large the groups are: as many groups as there can be, and as even; of seven people three wait on."""
    if count < FEWEST:
        return [count] if is_late and count >= SMALLEST else []
    groups = count // FEWEST
    if count > groups * MOST:
        return [FEWEST] * groups
    return [count // groups + (number < count % groups) for number in range(groups)]


def _in_common(one: Waiting, group: Collection[Waiting]) -> int:
    return sum(len(one.keys & other.keys) for other in group)
