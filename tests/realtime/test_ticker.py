"""What a room is told by the clock: people when they changed, once a second, and else only the head."""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from structlog.testing import CapturingLogger

from portal.events import Event
from portal.realtime import loop
from portal.realtime.presence import Crowd, Presence, Seat
from portal.realtime.ticker import (
    AGAIN_SECONDS,
    HEARTBEAT_SECONDS,
    SMALL,
    SOON_AGAIN_SECONDS,
    TICK_SECONDS,
    Ticker,
)
from portal.store.work import Store, Work
from tests.servers.process import wait_until


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    """What a room was told: so many people, or None for a heartbeat."""

    where: str
    count: int | None
    is_from_afar: bool = False

    @property
    def room(self) -> str:
        return self.where


def digest(_work: Work, crowds: Mapping[str, Crowd]) -> Sequence[Event]:
    return [Told(where=room, count=crowd.count) for room, crowd in crowds.items()]


def digest_afar(_work: Work, crowds: Mapping[str, Crowd]) -> Sequence[Event]:
    return [Told(where=room, count=crowd.count, is_from_afar=True) for room, crowd in crowds.items()]


def beat(_work: Work, rooms: Collection[str]) -> Sequence[Event]:
    return [Told(where=room, count=None) for room in rooms]


@dataclass
class Clock:
    """A ticker whose time the test moves; what it told, and when."""

    store: Store
    presence: Presence = field(default_factory=Presence)
    rooms: set[str] = field(default_factory=set)
    is_overloaded: bool = False
    told: list[tuple[float, str, int | None]] = field(default_factory=list)
    afar: list[tuple[float, str, int | None]] = field(default_factory=list)
    at: float = 100.0

    def __post_init__(self) -> None:
        self.ticker = Ticker(
            self.store,
            self.presence,
            digests=[digest],
            overviews=[digest_afar],
            heartbeats=[beat],
            heard=lambda: self.rooms,
            publish=self._publish,
            is_overloaded=lambda: self.is_overloaded,
        )

    def enter(self, number: int, room: str = "thread:1") -> None:
        self.rooms.add(room)
        self.presence.enter(room, f"c{number}", Seat(number, f"Person {number}", "attendee"))

    def run(self, seconds: float) -> list[tuple[float, str, int | None]]:
        """Tick for so long; what was told meanwhile."""
        before = len(self.told)
        for _ in range(round(seconds / TICK_SECONDS)):
            self.at += TICK_SECONDS
            self.ticker.tick(self.at)
        return self.told[before:]

    def _publish(self, facts: Sequence[Event]) -> None:
        for fact in facts:
            assert isinstance(fact, Told)
            (self.afar if fact.is_from_afar else self.told).append((self.at, fact.where, fact.count))


@pytest.fixture
def clock(sqlite_store: Store) -> Clock:
    return Clock(sqlite_store)


def counts(told: list[tuple[float, str, int | None]]) -> list[int]:
    return [count for _, _, count in told if count is not None]


def test_people_are_told_soon_and_then_once_a_second_at_most(clock: Clock) -> None:
    clock.enter(1)
    assert counts(clock.run(TICK_SECONDS)) == [1]

    for number in range(2, 22):
        clock.enter(number)
        clock.run(TICK_SECONDS)

    ats = [at for at, _, count in clock.told if count is not None]
    assert min(later - earlier for earlier, later in pairwise(ats)) >= 1
    clock.run(1)
    assert counts(clock.told)[-1] == 21


def test_a_large_room_is_told_less_often(clock: Clock) -> None:
    for number in range(200):
        clock.enter(number)
    clock.run(TICK_SECONDS)

    for number in range(200, 220):
        clock.enter(number)
        clock.run(TICK_SECONDS)

    assert len(counts(clock.told)) == 4, "at once, and three times in ten seconds"


def test_while_nobody_moves_only_the_head_is_told(clock: Clock) -> None:
    clock.enter(1)
    clock.run(1 + SOON_AGAIN_SECONDS)

    told = clock.run(4 * HEARTBEAT_SECONDS)

    assert counts(told) == []
    beats = [at for at, _, _ in told]
    assert len(beats) >= 3
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    assert max(gaps) <= HEARTBEAT_SECONDS + TICK_SECONDS


def test_a_room_that_only_listens_has_heartbeats_too(clock: Clock) -> None:
    clock.rooms.add("thread:9")

    assert {room for _, room, count in clock.run(HEARTBEAT_SECONDS + 1) if count is None} == {"thread:9"}


def test_not_all_rooms_beat_in_one_tick(clock: Clock) -> None:
    clock.rooms.update(f"thread:{number}" for number in range(100))

    told = clock.run(HEARTBEAT_SECONDS + 1)

    ticks = {at: sum(one == at for one, _, _ in told) for at, _, _ in told}
    assert len({room for _, room, _ in told}) == 100
    assert max(ticks.values()) <= 50


def test_people_are_told_again_now_and_then(clock: Clock) -> None:
    clock.enter(1)
    clock.run(1 + SOON_AGAIN_SECONDS)

    assert counts(clock.run(3 * AGAIN_SECONDS)) in ([1], [1, 1])


def test_a_small_room_is_told_once_more_soon_after_somebody_moved_and_a_large_one_is_not(
    clock: Clock,
) -> None:
    clock.enter(1)
    for number in range(SMALL + 1):
        clock.enter(100 + number, "thread:2")
    clock.run(1)
    clock.told.clear()

    told = clock.run(SOON_AGAIN_SECONDS + 3)

    assert [room for _, room, count in told if count is not None] == ["thread:1"]


def test_who_looks_at_many_rooms_is_told_each_again_within_half_a_minute_also_that_one_is_empty(
    clock: Clock,
) -> None:
    clock.enter(1)
    clock.run(2 * AGAIN_SECONDS + 2)
    ats = [at for at, _, _ in clock.afar]
    assert max(later - earlier for earlier, later in pairwise(ats)) <= AGAIN_SECONDS
    assert set(counts(clock.afar)) == {1}

    clock.presence.drop("c1")
    clock.run(AGAIN_SECONDS + 2)

    assert counts(clock.afar)[-3:] == [1, 0, 0]
    so_far = len(clock.afar)
    clock.run(3 * AGAIN_SECONDS)
    assert len(clock.afar) == so_far, "and then no more"


def test_an_empty_room_is_forgotten(clock: Clock) -> None:
    clock.enter(1)
    clock.run(1)
    clock.presence.drop("c1")
    clock.rooms.clear()

    assert counts(clock.run(2)) == [0]
    assert clock.run(3 * AGAIN_SECONDS) == []


def test_while_the_loop_is_late_heads_are_told_and_people_wait(clock: Clock) -> None:
    clock.is_overloaded = True
    clock.enter(1)

    told = clock.run(2 * HEARTBEAT_SECONDS)

    assert counts(told) == []
    assert told
    clock.is_overloaded = False
    assert counts(clock.run(TICK_SECONDS)) == [1]


def test_people_who_were_left_out_because_the_loop_grew_late_are_told_as_soon_as_it_is_not(
    clock: Clock,
) -> None:
    def slow(_work: Work, _crowds: Mapping[str, Crowd]) -> Sequence[Event]:
        clock.is_overloaded = True
        return []

    clock.enter(1)
    works = clock.ticker._digests
    clock.ticker._digests = [slow]
    clock.run(TICK_SECONDS)
    clock.ticker._digests = works
    assert counts(clock.run(5)) == []

    clock.is_overloaded = False

    assert counts(clock.run(TICK_SECONDS)) == [1]


def test_people_who_could_not_be_told_are_told_later(clock: Clock) -> None:
    clock.enter(1)
    works = clock.ticker._digests

    def broken(_work: Work, _crowds: Mapping[str, Crowd]) -> Sequence[Event]:
        raise RuntimeError("broken on purpose")

    clock.ticker._digests = [broken]
    with pytest.raises(RuntimeError):
        clock.run(TICK_SECONDS)
    clock.ticker._digests = works

    assert counts(clock.run(TICK_SECONDS)) == [1]


def test_a_store_that_is_away_is_asked_again_and_logged_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ticker, "pause_seconds", 0.02)
    monkeypatch.setattr(loop, "log", lines := CapturingLogger())
    tries: list[int] = []

    def broken(_work: Work, crowds: Mapping[str, Crowd]) -> Sequence[Event]:
        tries.append(len(crowds))
        raise RuntimeError("broken on purpose")

    clock.ticker._digests = [broken]
    clock.enter(1)
    running = threading.Thread(target=clock.ticker.run_for_ever)
    running.start()
    wait_until(lambda: len(tries) >= 3, "asked three times", 10)
    clock.ticker.close()
    running.join(10)

    assert [(line.args, line.kwargs) for line in lines.calls] == [
        (("loop.failed",), {"loop": "portal.realtime.ticker.Ticker"})
    ]


def test_who_looks_at_many_rooms_is_told_of_all_of_them_at_once_and_once_a_second(
    sqlite_store: Store,
) -> None:
    told: list[tuple[float, set[str]]] = []
    clock = Clock(sqlite_store)

    def look(_work: Work, crowds: Mapping[str, Crowd]) -> Sequence[Event]:
        told.append((clock.at, set(crowds)))
        return []

    clock.ticker = Ticker(
        sqlite_store,
        clock.presence,
        digests=[],
        overviews=[look],
        heartbeats=[],
        heard=lambda: (),
        publish=lambda _facts: None,
        is_overloaded=lambda: clock.is_overloaded,
    )

    for number in range(8):
        clock.enter(number, f"thread:{number}")
        clock.run(TICK_SECONDS)
    clock.run(5)

    moments = [at for at, _ in told]
    assert [later - earlier for earlier, later in pairwise(moments)] == [1.0] * (len(moments) - 1)
    assert [rooms for _, rooms in told][:2] == [{"thread:0"}, {"thread:1", "thread:2"}]
    assert set.union(*(rooms for _, rooms in told)) == {f"thread:{number}" for number in range(8)}
