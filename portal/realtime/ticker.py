"""What a room is told by the clock: who is there now, when that changed, and else only the number of its newest entry."""

import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence

from portal.events import Event
from portal.realtime.loop import Loop
from portal.realtime.presence import SAMPLE, Crowd, Presence
from portal.store.work import Store, Work

TICK_SECONDS = 0.5
HEARTBEAT_SECONDS = 3.5
"""So often every room is told its head even when nothing moved, so that a lost message heals itself within 5 s."""
OVERVIEW_SECONDS = 1.0
"""So often at most those are told who look at many rooms at once, however many of them changed."""
AGAIN_SECONDS = 30.0
"""So often its people are told again although nobody moved, for a slow reader who lost the last time.

Those who look at many rooms are told again of each within this time, and once more of one that nobody is in any more.
"""
SOON_AGAIN_SECONDS = 4.0
"""A small room is told once more so soon after somebody moved, since in it one name too few or too many is noticed."""
SMALL = 20

Digest = Callable[[Work, Mapping[str, Crowd]], Sequence[Event]]
"""(work, the people in each changed room) → what to tell; a feature gives one, portal.app hands it over."""
Heartbeat = Callable[[Work, Collection[str]], Sequence[Event]]
"""(work, rooms) → the little that each of these rooms is told while nothing moves."""


def pause_of(count: int) -> float:
    """Seconds between two digests of a room with so many people.

    A full sample has some 12 KB. Told to 1,000 people each second of a rush that is 12 MB/s; a third of it is enough,
    and nobody reads a list of 200 faces every second.
    """
    return 1.0 if count < SAMPLE else 3.0


class Ticker(Loop):
    """Turns changes of presence into digests, one for each room and second, and beats for the quiet rooms."""

    pause_seconds = TICK_SECONDS

    def __init__(
        self,
        store: Store,
        presence: Presence,
        *,
        digests: Sequence[Digest],
        overviews: Sequence[Digest] = (),
        heartbeats: Sequence[Heartbeat],
        heard: Callable[[], Collection[str]],
        publish: Callable[[Sequence[Event]], None],
        is_overloaded: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._store = store
        self._presence = presence
        self._digests = digests
        self._overviews = overviews
        self._heartbeats = heartbeats
        self._heard = heard
        self._publish = publish
        self._is_overloaded = is_overloaded
        self._owed: set[str] = set()
        self._overview_owed: set[str] = set()
        self._next_overview = 0.0
        self._may_tell: dict[str, float] = {}
        self._tell_again: dict[str, float] = {}
        self._moved: set[str] = set()
        self._overview_again: dict[str, float] = {}
        self._emptied: set[str] = set()
        self._next_beat: dict[str, float] = {}

    def turn(self) -> None:
        self.tick(time.monotonic())

    def tick(self, at: float) -> None:
        """Tell what is due; `at` is monotonic time in seconds."""
        heard = frozenset(self._heard())
        changed = self._changed(at)
        seen_from_afar = self._overview(at)
        quiet = self._quiet(at, heard, changed)
        if not changed and not seen_from_afar and not quiet:
            return
        crowds = {room: self._presence.people(room) for room in changed}
        afar = {room: self._presence.people(room) for room in seen_from_afar}
        try:
            with self._store.reading() as work:
                facts = [fact for digest in self._digests if crowds for fact in digest(work, crowds)]
                facts += [fact for digest in self._overviews if afar for fact in digest(work, afar)]
                facts += [fact for beat in self._heartbeats if quiet for fact in beat(work, quiet)]
        except Exception:
            self._owed |= changed
            self._overview_owed |= seen_from_afar
            raise
        for room, crowd in crowds.items():
            self._told(room, crowd, at)
        for room, crowd in afar.items():
            self._told_afar(room, crowd, at)
        for room in quiet:
            self._next_beat[room] = at + HEARTBEAT_SECONDS
        self._publish(facts)
        if self._is_overloaded():
            # The loop grew late while the store was asked, so the people in what was published have been left out.
            self._owed |= changed
            self._moved |= changed
            self._overview_owed |= seen_from_afar

    def _changed(self, at: float) -> set[str]:
        """The rooms whose people are told now; the others that changed are owed it."""
        moved = self._presence.take_changed()
        self._owed |= moved
        self._moved |= moved
        self._overview_owed |= moved
        self._owed |= {room for room, again in self._tell_again.items() if at >= again}
        if self._is_overloaded():
            return set()
        changed = {room for room in self._owed if at >= self._may_tell.get(room, 0.0)}
        self._owed -= changed
        return changed

    def _overview(self, at: float) -> set[str]:
        """The rooms that changed since those who look at many were told last, when they may be told again."""
        self._overview_owed |= {room for room, again in self._overview_again.items() if at >= again}
        if at < self._next_overview or not self._overview_owed or self._is_overloaded():
            return set()
        self._next_overview = at + OVERVIEW_SECONDS
        changed, self._overview_owed = self._overview_owed, set()
        return changed

    def _quiet(self, at: float, heard: Collection[str], changed: Collection[str]) -> list[str]:
        """The rooms whose heartbeat is due; each room has its own time, so that not all beat in one tick."""
        for room in self._next_beat.keys() - heard:
            del self._next_beat[room]
        for room in heard - self._next_beat.keys():
            self._next_beat[room] = at + _part_of(HEARTBEAT_SECONDS)
        return [room for room, due in self._next_beat.items() if at >= due and room not in changed]

    def _told(self, room: str, crowd: Crowd, at: float) -> None:
        has_moved = room in self._moved
        self._moved.discard(room)
        if crowd.count == 0:
            self._may_tell.pop(room, None)
            self._tell_again.pop(room, None)
            return
        self._may_tell[room] = at + pause_of(crowd.count)
        is_soon = has_moved and crowd.count <= SMALL
        self._tell_again[room] = at + (
            SOON_AGAIN_SECONDS if is_soon else AGAIN_SECONDS + _part_of(AGAIN_SECONDS)
        )
        if room in self._next_beat:
            self._next_beat[room] = at + HEARTBEAT_SECONDS

    def _told_afar(self, room: str, crowd: Crowd, at: float) -> None:
        if crowd.count == 0 and room in self._emptied:
            self._emptied.discard(room)
            self._overview_again.pop(room, None)
            return
        if crowd.count == 0:
            self._emptied.add(room)
        else:
            self._emptied.discard(room)
        wait = AGAIN_SECONDS - 2 * OVERVIEW_SECONDS
        self._overview_again[room] = at + wait * 2 / 3 + _part_of(wait / 3)


def _part_of(seconds: float) -> float:
    return random.uniform(0, seconds)  # noqa: S311 - only spreads the work
