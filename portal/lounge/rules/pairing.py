"""Who is introduced to whom, and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

ANSWER_WITHIN = timedelta(seconds=60)
AGAIN_AFTER = timedelta(minutes=10)
"""Two who missed each other may be introduced again after so long."""
MOST_MISSED = 2
"""Who says nothing to so many introductions is away, and leaves the queue."""

TYPED, STARRED = 1, 2
"""How much a topic in common weighs, by where it comes from."""

Pair = tuple[int, int]


class Met(StrEnum):
    """How two people know of each other."""

    TABLE = auto()
    INTRODUCED = auto()
    DECLINED = auto()
    MISSED = auto()


class Outcome(StrEnum):
    """What became of an introduction."""

    OPEN = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    MISSED = auto()


@dataclass(frozen=True)
class Topic:
    """Something that a person is interested in; `is_starred`: they starred it, or something that has this tag."""

    word: str
    is_starred: bool = False

    @property
    def key(self) -> str:
        return self.word.casefold()


@dataclass(frozen=True)
class Waiting:
    """Somebody in the queue."""

    person_id: int
    since: datetime
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True)
class Match:
    """Two people, the smaller id first, and what both are told of why."""

    first_id: int
    second_id: int
    reason: str


def in_order(one: int, other: int) -> Pair:
    """Two people as a pair, the smaller id first."""
    return (one, other) if one < other else (other, one)


def pair_up(waiting: Sequence[Waiting], avoid: Collection[Pair]) -> list[Match]:
    """Pair as many as can be, each once, never one of the pairs to avoid.

    Who has waited longest chooses first: the one with whom they have most in common, and of several the one who has
    waited longer.
    """
    left = sorted(waiting, key=lambda one: (one.since, one.person_id))
    shunned = frozenset(avoid)
    matches = []
    while left:
        one, *left = left
        able = [other for other in left if in_order(one.person_id, other.person_id) not in shunned]
        if not able:
            continue
        other = min(able, key=lambda each: (-_score(one, each), each.since, each.person_id))
        left.remove(other)
        matches.append(Match(*in_order(one.person_id, other.person_id), reason_for(one, other)))
    return matches


def reason_for(one: Waiting, other: Waiting) -> str:
    """Why these two, in words for both; what both starred counts for more than what both typed."""
    shared = _shared(one.topics, other.topics)
    for kind, words in (
        (True, "You both starred"),
        (False, "You both like to talk about"),
    ):
        named = [topic.word for topic in shared if topic.is_starred is kind][:2]
        if named:
            return f"{words} {' and '.join(named)}."
    return "You have not met yet."


def _score(one: Waiting, other: Waiting) -> int:
    return sum(STARRED if topic.is_starred else TYPED for topic in _shared(one.topics, other.topics))


def _shared(mine: Iterable[Topic], others: Iterable[Topic]) -> list[Topic]:
    """What both have, each once, starred where both starred it."""
    theirs: dict[str, bool] = {}
    for topic in others:
        theirs[topic.key] = theirs.get(topic.key, False) or topic.is_starred
    found: dict[str, Topic] = {}
    for topic in mine:
        if topic.key in theirs:
            is_starred = topic.is_starred and theirs[topic.key]
            if topic.key not in found or (is_starred and not found[topic.key].is_starred):
                found[topic.key] = Topic(topic.word, is_starred)
    return list(found.values())
