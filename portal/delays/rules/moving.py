"""The walk along a line: what is late pushes what follows, until pauses and gaps have taken it up.

- What is on ends later; where nothing is on, the next thing begins later. What follows keeps its length and begins when
  what is before it ends. A pause that is pushed keeps its end as long as it can, and no pause gets shorter than LEAST.
- When something ends early, what follows comes earlier by as much, up to the next pause or a gap of SLACK. Those give
  back what they lost, and nothing after them begins earlier than it was planned.
- Of two things that were planned side by side, on different stages or on none, neither pushes the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.delays.rules.line import Line, Slot
from portal.delays.rules.order import ENDED
from portal.errors import Conflict

NONE = timedelta()
MINUTE = timedelta(minutes=1)
SLACK = timedelta(minutes=10)
LEAST = {"lunch": timedelta(minutes=30)}
LEAST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Moved:
    """A slot and its new time."""

    slot: Slot
    starts_at: datetime
    ends_at: datetime

    @property
    def is_moved(self) -> bool:
        return self.starts_at != self.slot.starts_at

    @property
    def is_changed(self) -> bool:
        return self.is_moved or self.ends_at != self.slot.ends_at

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


@dataclass(frozen=True)
class Plan:
    """What an order would change. `here_only`: common pauses that get shorter for this stage and keep their time.

    `overlaps`: what would run into a fixed point. `was_over_at` and `over_at`: when the line ends.
    """

    line: Line
    moved: tuple[Moved, ...]
    here_only: tuple[Moved, ...] = ()
    overlaps: tuple[tuple[Slot, Slot], ...] = ()
    was_over_at: datetime | None = None
    over_at: datetime | None = None


@dataclass
class _Walk:
    """How far the walk has come: each slot that was passed, with its old and its new end."""

    at: datetime
    done: list[Moved] = field(default_factory=list)
    talks: list[Moved] = field(default_factory=list)


def plan(line: Line, minutes: int, at: datetime) -> Plan:
    """What moves when what is on at this instant ends so many minutes later, or now. Raises Conflict for nothing."""
    ahead = [one for one in line.slots if one.ends_at > at]
    pulled = _pulled(ahead, line.stage_id, minutes, at)
    if not pulled:
        raise Conflict(
            "Nothing is on here that could end." if minutes == ENDED else "Nothing is left of this day here."
        )
    walk = _Walk(at)
    for slot in ahead:
        if slot in pulled:
            moved = _pull(walk, slot, minutes)
        elif (slot.is_fixed and not slot.is_pause) or slot.starts_at <= at:
            moved = Moved(slot, slot.starts_at, slot.ends_at)
        else:
            moved = _shifted(walk, slot, _shift(slot, walk.done, at))
        walk.done.append(moved)
    return _told(line, walk)


def _pulled(ahead: Sequence[Slot], stage_id: int | None, minutes: int, at: datetime) -> list[Slot]:
    """What the order is about: what is on on the stage, else beside it, else what comes next."""
    free = [one for one in ahead if one.is_pause or not one.is_fixed]
    on = [one for one in free if one.is_on(at)]
    on = [one for one in on if one.place == stage_id] or on if stage_id else on
    if on or minutes == ENDED:
        return on
    free = [one for one in free if not one.is_fixed]
    return [one for one in free if one.starts_at == free[0].starts_at]


def _pull(walk: _Walk, slot: Slot, minutes: int) -> Moved:
    """The new time of what the order is about."""
    at, by = walk.at, timedelta(minutes=minutes)
    if slot.starts_at > at:
        return _shifted(walk, slot, max(by, at - slot.starts_at))
    if not slot.talks:
        return Moved(slot, slot.starts_at, _new_end(slot, minutes, at))
    talks: list[Moved] = []
    on = [one for one in slot.talks if one.is_on(at)]
    later = [one for one in slot.talks if one.starts_at > at]
    if not on and not later:
        return Moved(slot, slot.starts_at, _new_end(slot, minutes, at))
    talks += [Moved(talk, talk.starts_at, _new_end(talk, minutes, at)) for talk in on]
    for talk in later:
        if talks:
            shift = _shift(talk, talks, at)
        else:
            shift = at - talk.starts_at if minutes == ENDED else max(by, at - talk.starts_at)
        talks.append(_moved(talk, shift))
    walk.talks += talks
    return Moved(slot, slot.starts_at, max(_end_after(slot, talks), at))


def _new_end(slot: Slot, minutes: int, at: datetime) -> datetime:
    by = at - slot.ends_at if minutes == ENDED else timedelta(minutes=minutes)
    return max(at, slot.starts_at + MINUTE, slot.ends_at + by)


def _shifted(walk: _Walk, slot: Slot, shift: timedelta) -> Moved:
    """A slot that begins so much later, with its talks one after another."""
    if not shift or not slot.talks:
        return _moved(slot, shift)
    talks: list[Moved] = []
    for talk in slot.talks:
        talks.append(_moved(talk, _shift(talk, talks, walk.at) if talks else shift))
    walk.talks += talks
    return Moved(slot, slot.starts_at + shift, _end_after(slot, talks))


def _end_after(session: Slot, talks: Sequence[Moved]) -> datetime:
    """A session lasts until its last talk is over; what is left after that when it is late is used up first."""
    last = max(talks, key=lambda one: one.slot.ends_at)
    by = last.ends_at - last.slot.ends_at
    return session.ends_at + by if by < NONE else max(session.ends_at, last.ends_at)


def _moved(slot: Slot, shift: timedelta) -> Moved:
    """It keeps its length; a pause keeps its end, as long as it is not too short and nothing is late after it."""
    start, end = slot.starts_at + shift, slot.ends_at + shift
    if slot.is_pause and shift:
        least = min(slot.ends_at - slot.starts_at, LEAST.get(slot.kind, LEAST_PAUSE))
        late = max(NONE, slot.ends_at - (slot.planned_ends_at or slot.ends_at))
        end = max(slot.ends_at if shift > NONE else max(end, slot.ends_at - late), start + least)
    return Moved(slot, start, end)


def _shift(slot: Slot, done: Iterable[Moved], at: datetime) -> timedelta:
    """How much later, or earlier, it begins after what is before it."""
    before = [one for one in done if _is_before(one.slot, slot)]
    if not before:
        return NONE
    start = slot.starts_at
    free_at = max(one.ends_at - max(NONE, one.slot.ends_at - start) for one in before)
    if free_at > start:
        return free_at - start
    ended = max(one.slot.ends_at for one in before)
    by = max(one.ends_at - one.slot.ends_at for one in before if one.slot.ends_at == ended)
    if by >= NONE:
        return NONE
    # A pause that the order itself shortens takes nothing up: what follows is meant to begin.
    pauses = [one for one in before if one.slot.is_pause and not one.slot.is_on(at)]
    if start - ended >= SLACK or any(one.slot.ends_at == ended for one in pauses):
        late = max(NONE, start - (slot.planned_starts_at or start))
        by = max(by, -late)
    return max(by, at - start, free_at - start)


def _is_before(one: Slot, other: Slot) -> bool:
    """What overlaps on one stage is meant to be one after the other; elsewhere it is meant to be side by side."""
    is_same_place = one.place is not None and one.place == other.place
    is_talk = one.key.startswith("t") and other.key.startswith("t")
    return one.ends_at <= other.starts_at or ((is_same_place or is_talk) and one.starts_at < other.starts_at)


def _told(line: Line, walk: _Walk) -> Plan:
    moved = [one for one in walk.done if one.is_changed]
    fixed = [one.slot for one in walk.done if one.slot.is_fixed and not one.slot.is_pause]
    overlaps = [
        (one.slot, other)
        for one in moved
        for other in fixed
        if one.slot.ends_at <= other.starts_at < one.ends_at
    ]
    own = [one for one in walk.done if not one.slot.is_fixed]
    entries = [one for one in (*moved, *walk.talks) if one.is_changed and not one.slot.is_fixed]
    return Plan(
        line,
        tuple(sorted(entries, key=lambda one: (one.slot.starts_at, one.slot.key[0] == "t", one.slot.key))),
        tuple(one for one in moved if one.slot.is_fixed),
        tuple(overlaps),
        max((one.slot.ends_at for one in own), default=None),
        max((one.ends_at for one in own), default=None),
    )
