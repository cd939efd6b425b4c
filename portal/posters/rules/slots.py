"""When a poster is presented, where, and by whom; and where one person would have to be in two places at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from portal.errors import Invalid
from portal.programme.rules import OPEN_END, State, end_of, state_of

MOST_SLOTS = 12
"""A poster has at most so many slots."""


class Mode(StrEnum):
    """Whether one meets the presenter in the portal or at the wall."""

    ONLINE = "online"
    ONSITE = "onsite"


MODE_WORDS = {Mode.ONLINE: "Online", Mode.ONSITE: "On site"}


class Half(StrEnum):
    """The part of its session that a slot without times of its own takes."""

    WHOLE = ""
    FIRST = "first"
    SECOND = "second"


HALF_WORDS = {Half.WHOLE: "whole session", Half.FIRST: "first half", Half.SECOND: "second half"}


class Pattern(StrEnum):
    """How a poster takes part in a poster session."""

    ONSITE = "onsite"
    ONLINE = "online"
    ONLINE_FIRST = "online-first"
    ONSITE_FIRST = "onsite-first"
    BOTH = "both"


PATTERN_WORDS = {
    Pattern.ONSITE: "On site",
    Pattern.ONLINE: "Online",
    Pattern.ONLINE_FIRST: "Online first half, on site second half",
    Pattern.ONSITE_FIRST: "On site first half, online second half",
    Pattern.BOTH: "On site and online at once",
}

PATTERNS: Mapping[Pattern, tuple[tuple[Mode, Half], ...]] = {
    Pattern.ONSITE: ((Mode.ONSITE, Half.WHOLE),),
    Pattern.ONLINE: ((Mode.ONLINE, Half.WHOLE),),
    Pattern.ONLINE_FIRST: ((Mode.ONLINE, Half.FIRST), (Mode.ONSITE, Half.SECOND)),
    Pattern.ONSITE_FIRST: ((Mode.ONSITE, Half.FIRST), (Mode.ONLINE, Half.SECOND)),
    Pattern.BOTH: ((Mode.ONSITE, Half.WHOLE), (Mode.ONLINE, Half.WHOLE)),
}


@dataclass(frozen=True)
class SlotTimes:
    """One slot with its times as they are now; `half` counts where the session's times are taken.

    `presenter_ids` are those who were named for it; nobody named means all presenters of the poster.
    """

    id: int
    starts_at: datetime | None
    ends_at: datetime | None
    mode: Mode
    board: str
    session_id: int | None
    session_title: str = ""
    takes_times: bool = False
    half: Half = Half.WHOLE
    presenter_ids: frozenset[int] = frozenset()

    @property
    def place(self) -> str:
        """Where it is, in words."""
        where = MODE_WORDS[self.mode]
        return f"{where}, board {self.board}" if self.board else where

    @property
    def over_at(self) -> datetime | None:
        """When it ends, also where nobody said."""
        return end_of(self)

    def state(self, at: datetime) -> State:
        return state_of(self, at)


@dataclass(frozen=True)
class SlotDraft:
    """A slot as a form tells it; without times it is as long as its session, or half of it."""

    mode: Mode
    board: str = ""
    session_id: int | None = None
    half: Half = Half.WHOLE
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Seat:
    """One poster's place in a poster session, as the organizer's list of boards tells it."""

    poster_id: int
    pattern: Pattern
    board: str = ""


@dataclass(frozen=True)
class Block:
    """A poster session with the posters that hang in it."""

    id: int
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    poster_ids: frozenset[int]
    takes_times: bool = True
    half: Half = Half.WHOLE

    @property
    def session_id(self) -> int:
        return self.id

    @property
    def over_at(self) -> datetime | None:
        return end_of(self)

    def state(self, at: datetime) -> State:
        return state_of(self, at)


@dataclass(frozen=True)
class Stood:
    """A slot of a poster, with everybody who stands there."""

    poster_id: int
    title: str
    slot: SlotTimes
    people: frozenset[int]


@dataclass(frozen=True)
class Collision:
    """Two slots at one time for which the same person is expected."""

    person_id: int
    first: Stood
    second: Stood

    @property
    def is_one_poster(self) -> bool:
        return self.first.poster_id == self.second.poster_id

    @property
    def is_whole_session(self) -> bool:
        """Whether both take the whole of the same session, which can be split in halves."""
        one, other = self.first.slot, self.second.slot
        return (
            one.session_id is not None
            and one.session_id == other.session_id
            and all(slot.takes_times and slot.half is Half.WHOLE for slot in (one, other))
        )


@dataclass(frozen=True)
class Remedy:
    """Somebody else of the same poster who is free and could stand at this slot instead."""

    stood: Stood
    person_id: int
    people: frozenset[int] = field(default_factory=frozenset)


def times_in(
    draft_start: datetime | None,
    draft_end: datetime | None,
    half: Half,
    block: tuple[datetime | None, datetime | None],
) -> tuple[datetime | None, datetime | None]:
    """The times of a slot: its own, else those of its session, else of the half of it that it takes."""
    if draft_start is not None:
        return draft_start, draft_end
    start, end = block
    if start is None or half is Half.WHOLE:
        return start, end
    middle = start + ((end or start + OPEN_END) - start) / 2
    return (start, middle) if half is Half.FIRST else (middle, end or start + OPEN_END)


def check_slot(draft: SlotDraft) -> None:
    """A slot has times of its own or takes those of a session; raises Invalid."""
    if draft.starts_at is None and draft.ends_at is not None:
        raise Invalid("An end needs a start.", fields={"starts_at": "An end needs a start."})
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        raise Invalid(
            "The end has to be after the start.", fields={"ends_at": "The end has to be after the start."}
        )
    if draft.starts_at is None and draft.session_id is None:
        told = "Choose a poster session, or say when the slot starts and ends."
        raise Invalid(told, fields={"session": told})


def in_order(slots: Iterable[SlotTimes]) -> list[SlotTimes]:
    """By their time; those without one come last."""
    return sorted(slots, key=lambda one: (one.starts_at is None, one.starts_at and one.starts_at.timestamp()))


def overlap(one: SlotTimes, other: SlotTimes) -> bool:
    """Whether there is a moment at which both are on; a slot without an end lasts an hour."""
    if one.starts_at is None or other.starts_at is None:
        return False
    one_ends = one.ends_at or one.starts_at + OPEN_END
    other_ends = other.ends_at or other.starts_at + OPEN_END
    return one.starts_at < other_ends and other.starts_at < one_ends


def collisions(stood: Sequence[Stood]) -> list[Collision]:
    """Everybody who is expected at two places at one time, in the order of time.

    Two slots of one poster in the same mode are one place.
    """
    by_person: dict[int, list[Stood]] = defaultdict(list)
    for one in stood:
        for person in one.people:
            by_person[person].append(one)
    found = [
        Collision(person, one, other)
        for person, theirs in sorted(by_person.items())
        for one, other in combinations(theirs, 2)
        if overlap(one.slot, other.slot)
        and not (one.poster_id == other.poster_id and one.slot.mode is other.slot.mode)
    ]
    return sorted(found, key=lambda one: max(_start(one.first), _start(one.second)))


def remedies(
    collision: Collision, stood: Sequence[Stood], presenters: Mapping[int, frozenset[int]]
) -> list[Remedy]:
    """Who could take over one of the two slots: a presenter of that poster who stands nowhere else meanwhile."""
    found = []
    for mine in (collision.first, collision.second):
        others = presenters.get(mine.poster_id, frozenset()) - {collision.person_id}
        for person in sorted(others):
            elsewhere = [
                one
                for one in stood
                if one.slot.id != mine.slot.id and person in one.people and overlap(one.slot, mine.slot)
            ]
            # Of one poster, the two places are shared out between its presenters.
            if all(one.poster_id == mine.poster_id and collision.is_one_poster for one in elsewhere):
                found.append(Remedy(mine, person, (mine.people - {collision.person_id}) | {person}))
    return found


def numbered(first: str, count: int) -> list[str]:
    """Board numbers from the first one on: P07 is followed by P08; without a number at its end, 1 is put there."""
    stem = first.rstrip("0123456789")
    digits = first[len(stem) :] or "1"
    return [f"{stem}{int(digits) + step:0{len(digits)}d}" for step in range(count)]


def _start(stood: Stood) -> float:
    return stood.slot.starts_at.timestamp() if stood.slot.starts_at else 0.0
