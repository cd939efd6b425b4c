"""Which boards need somebody, and which of them first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from portal.knocks.rules import Waiting
from portal.posters.rules import Code, Mode, SlotTimes, Standing, state_at
from portal.programme.rules import State
from portal.rounds.rules.calls import WayThere
from portal.rounds.rules.pins import Pinned

NOBODY_WAITS = Waiting()

QUIET_AFTER = timedelta(minutes=15)
"""A board that nobody visits for so long gets somebody."""


class Kind(StrEnum):
    """What a board lacks; the order is that of urgency."""

    WAITING = auto()
    MISSING = auto()
    QUIET = auto()


@dataclass(frozen=True)
class Around:
    """A board with its people, as far as the store knows it."""

    poster_id: int
    thread_id: int
    board: str
    title: str
    slots: Sequence[SlotTimes] = ()
    presenters: tuple[tuple[int, str], ...] = ()
    standings: tuple[Standing, ...] = ()
    last_at: datetime | None = None
    waiting: Waiting = NOBODY_WAITS

    @property
    def presenter_ids(self) -> frozenset[int]:
        return frozenset(person for person, _ in self.presenters)


@dataclass(frozen=True)
class Watch:
    """The boards that are watched; `has_slots` says whether the workshop has any, `now` whether one of them is on."""

    boards: Sequence[Around]
    has_slots: bool
    session: int = 0


@dataclass(frozen=True)
class Need:
    """One thing that a board lacks, and since when; None where it never had it."""

    kind: Kind
    since: datetime | None
    words: str


@dataclass(frozen=True)
class Row:
    """A board that needs somebody, or to which somebody goes though it needs nobody any more."""

    around: Around
    needs: tuple[Need, ...]
    call: WayThere | None = None
    pin: Pinned | None = None

    def has(self, kind: Kind) -> bool:
        return any(one.kind is kind for one in self.needs)

    @property
    def urgency(self) -> tuple[bool, int, float, str, int]:
        """Boards to which nobody is sent before others; a visitor who waits in vain before all; then by time."""
        if self.has(Kind.WAITING) and self.has(Kind.MISSING):
            order = 0
        else:
            order = 1 + min((list(Kind).index(one.kind) for one in self.needs), default=len(Kind))
        since = min((one.since.timestamp() for one in self.needs[:1] if one.since), default=0.0)
        return (self.call is not None, order, since, self.around.board, self.around.poster_id)


def on_now(boards: Iterable[Around], at: datetime, session: int = 0) -> Watch:
    """The boards of a session, or those whose slot is on, or all where no board has a slot; with the slots that count."""
    known = list(boards)
    has_slots = any(one.slots for one in known)
    if not has_slots:
        return Watch([] if session else known, has_slots=False, session=session)
    watched = []
    for one in known:
        slots = [slot for slot in one.slots if slot.session_id == session or not session]
        if not session:
            slots = [slot for slot in slots if slot.state(at) is State.NOW]
        if slots:
            watched.append(_with(one, slots))
    return Watch(watched, has_slots=True, session=session)


def needs_of(around: Around, here: Iterable[int], at: datetime) -> tuple[Need, ...]:
    """What a board lacks now, the most urgent first; `here` are those in front of it.

    Where a slot is at the wall alone, its presenters and visitors are there too, so only knocks count.
    """
    present = frozenset(here)
    running = [slot for slot in around.slots if slot.state(at) is State.NOW]
    online = [slot for slot in running if slot.mode is Mode.ONLINE]
    needs = []
    if around.waiting.oldest_at is not None:
        needs.append(Need(Kind.WAITING, around.waiting.oldest_at, _waiting_words(around.waiting)))
    if online and (missing := _missing(around, online, present, at)):
        needs.append(missing)
    if (online or not around.slots) and not present - around.presenter_ids:
        start = min((slot.starts_at for slot in online if slot.starts_at), default=None)
        since = max((one for one in (around.last_at, start) if one), default=None)
        if since is None or at - since >= QUIET_AFTER:
            words = "no visitor" if around.last_at else "no visitor yet"
            needs.append(Need(Kind.QUIET, since, words))
    return tuple(needs)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The most urgent first."""
    return sorted(rows, key=lambda row: row.urgency)


def _missing(
    around: Around, online: Sequence[SlotTimes], present: frozenset[int], at: datetime
) -> Need | None:
    named = frozenset[int]().union(*(slot.presenter_ids for slot in online)) & around.presenter_ids
    if any(not slot.presenter_ids for slot in online) or not named:
        named = around.presenter_ids
    if state_at(named, named & present, around.standings, at).code is not Code.AWAY:
        return None
    names = [name for person, name in around.presenters if person in named]
    words = f"{_and(names)} {'is' if len(names) == 1 else 'are'} missing" if names else "nobody presents it"
    return Need(Kind.MISSING, min((slot.starts_at for slot in online if slot.starts_at), default=None), words)


def _waiting_words(waiting: Waiting) -> str:
    parts = []
    if waiting.talks:
        parts.append(f"{waiting.talks} {'wants' if waiting.talks == 1 else 'want'} to talk")
    if waiting.questions:
        parts.append(
            f"{waiting.questions} {'question waits' if waiting.questions == 1 else 'questions wait'}"
        )
    return ", ".join(parts)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _with(around: Around, slots: Sequence[SlotTimes]) -> Around:
    return Around(**{**vars(around), "slots": tuple(slots)})
