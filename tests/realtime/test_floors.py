"""Who walks is told ten times a second to those who can see it: once for each sector, and over several workers."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from portal.events import Event
from portal.maps.live import WORDS
from portal.realtime.floors import GHOST_SECONDS, TELL_ALL_SECONDS, Floors
from portal.realtime.hints import FrameHint, read_letter, write_letter
from portal.realtime.presence import Seat
from portal.realtime.rooms import Rooms, event_frame
from portal.realtime.seal import Seal

HALL = 7
SEAL = Seal("a secret that only these workers know")


@dataclass(frozen=True)
class Ground:
    """An empty floor."""

    width: int = 1000
    height: int = 1000
    start: tuple[int, int] = (50, 50)

    def area_at(self, x: int, y: int) -> str:
        return "p1" if x < 100 and y < 100 else ""


class Ears:
    """The connections of one process: open until they are closed, each with what it has heard."""

    def __init__(self) -> None:
        self.rooms = Rooms()
        self.open: set[str] = set()

    def is_open(self, sid: str) -> bool:
        return sid in self.open

    def join(self, sid: str, room: str, _seat: Seat | None) -> None:
        self.rooms.join(room, sid, None)  # type: ignore[arg-type]  # nothing is sent here

    def leave(self, sid: str, room: str) -> None:
        self.rooms.leave(room, sid)


class Worker:
    """The floors of one process, ticked by hand."""

    def __init__(self) -> None:
        self.ears, self.others = Ears(), list[Worker]()
        self.heard: list[tuple[str, str, dict[str, Any]]] = []
        self.events = 0
        self.is_overloaded = False
        self.at = time.monotonic()
        self.floors = Floors(
            WORDS,
            self.ears,
            has=self.ears.rooms.has,
            publish=self.hear,
            is_overloaded=lambda: self.is_overloaded,
            say=self.say,
        )

    def say(self, hint: FrameHint) -> None:
        """As the bus does it: sealed, sent, opened."""
        letter = read_letter(SEAL, write_letter(SEAL, "worker", [hint]))
        for other in self.others:
            other.floors.hear(letter.hints)

    def hear(self, events: Sequence[Event]) -> None:
        for event in events:
            # As it goes over the wire, to each connection that is in the room.
            frame = event_frame(event.name, event.wire(), is_lossy=event.is_lossy)
            name, told = json.loads(frame.text[frame.text.index("[") :])
            self.events += 1
            self.heard += [(sid, name, told) for sid, _ in self.ears.rooms.members(event.room)]

    def enter(self, person: int, *, is_hidden: bool = False) -> None:
        sid = f"c{person}"
        self.ears.open.add(sid)
        name = f"Person {person}" if person < 100 else f"Person {person} ".ljust(120, "é")
        seat = Seat(person, name, "attendee")
        self.floors.enter(HALL, Ground(), sid, seat, is_hidden=is_hidden)

    def put(self, person: int, x: int, y: int) -> None:
        self.floors.put(HALL, person, (x, y))

    def close(self, person: int) -> None:
        self.ears.open.discard(f"c{person}")
        self.ears.rooms.drop(f"c{person}")

    def tick(self, later: float = 0.1) -> None:
        self.at += later
        self.floors.tick(self.at)

    def told(self, person: int, name: str = "maps.moved") -> list[dict[str, Any]]:
        return [told for sid, event, told in self.heard if sid == f"c{person}" and event == name]

    def forget(self) -> None:
        self.tick()
        self.heard.clear()
        self.events = 0


def crowd(*people: int) -> Worker:
    worker = Worker()
    for person in people:
        worker.enter(person)
    worker.forget()
    return worker


def both(change: Callable[[Worker], None], *workers: Worker) -> None:
    for worker in workers:
        change(worker)


def test_all_steps_of_a_tenth_of_a_second_are_one_event_for_a_sector() -> None:
    worker = crowd(1, 2, 3)

    for x in (51, 52, 53):
        for person in (1, 2):
            worker.put(person, x, 50)
    worker.tick()
    worker.tick()

    (told,) = worker.told(3)
    assert sorted(told["people"]) == [[1, 53, 50], [2, 53, 50]]
    assert (told["sector"], told["hall"]) == ([0, 0], HALL)
    assert worker.events == 1


def test_each_event_has_the_next_number_of_its_sector() -> None:
    worker = crowd(1, 2)

    for x in (51, 52, 53):
        worker.put(1, x, 50)
        worker.tick()

    numbers = [told["number"] for told in worker.told(2)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_who_stays_in_view_is_not_named_again() -> None:
    worker = crowd(1, 2)

    worker.put(1, 150, 50)
    worker.tick()

    assert len(worker.told(2)) == 1
    assert worker.told(2, "maps.appeared") == []


def test_who_is_out_of_view_hears_nothing_and_is_told_who_comes_into_view_and_who_leaves_it() -> None:
    worker = crowd(1, 2)
    worker.put(2, 550, 50)
    worker.forget()

    worker.put(1, 150, 50)
    worker.tick()
    assert worker.told(2) == worker.told(2, "maps.appeared") == []

    worker.put(1, 450, 50)
    worker.tick()
    (came,) = worker.told(2, "maps.appeared")
    assert came["people"] == [{"id": 1, "name": "Person 1", "role": "attendee", "x": 450, "y": 50}]

    worker.heard.clear()
    worker.put(1, 350, 50)
    worker.tick()
    (gone,) = worker.told(2, "maps.appeared")
    assert (gone["people"], gone["gone"]) == ([], [1])


def test_who_walks_hears_of_the_sector_in_which_they_are_now_and_of_it_alone() -> None:
    worker = crowd(1, 2)

    worker.put(1, 550, 550)
    worker.put(2, 551, 551)
    worker.forget()
    worker.put(2, 555, 555)
    worker.tick()

    assert [told["sector"] for told in worker.told(1)] == [[5, 5]]


def test_a_step_that_is_too_long_ends_on_the_way() -> None:
    worker = crowd(1)

    worker.floors.move(HALL, 1, 900, 50)

    walker = worker.floors.walker(HALL, 1)
    assert walker is not None
    assert 50 < walker.x < 120


def test_who_is_invisible_sees_and_is_not_seen() -> None:
    worker = crowd(1, 2)

    worker.floors.hide(HALL, 1, is_hidden=True)
    worker.tick()
    (gone,) = worker.told(2, "maps.appeared")
    worker.forget()
    worker.put(1, 60, 60)
    worker.put(2, 70, 70)
    worker.tick()

    assert gone["gone"] == [1]
    assert [told["people"] for told in worker.told(1)] == [[[2, 70, 70]]]
    assert [one.seat.id for one in worker.floors.people(HALL)] == [2]
    assert [one.seat.id for one in worker.floors.seen_by(HALL, 1)] == [2]
    assert worker.floors.seen_by(HALL, 2) == []


def test_a_connection_that_broke_leaves_no_ghost_and_its_place_is_kept() -> None:
    worker = crowd(1, 2)
    worker.put(1, 80, 90)
    worker.forget()

    worker.close(1)
    worker.tick(3)
    assert [told["gone"] for told in worker.told(2, "maps.appeared")] == [[1]]

    worker.enter(1)
    walker = worker.floors.walker(HALL, 1)
    assert walker is not None
    assert (walker.x, walker.y) == (80, 90)


def test_closing_one_of_two_tabs_removes_nobody() -> None:
    worker = crowd(1, 2)
    worker.ears.open.add("c1-again")
    worker.floors.enter(HALL, Ground(), "c1-again", Seat(1, "Person 1", "attendee"), is_hidden=False)
    worker.forget()

    worker.close(1)
    worker.tick(3)

    assert worker.told(2, "maps.appeared") == []
    assert [one.seat.id for one in worker.floors.people(HALL)] == [1, 2]


def test_the_areas_are_counted_for_everybody_when_that_changed() -> None:
    worker = crowd(1, 2)
    worker.put(2, 950, 950)

    worker.tick(3)
    worker.tick(3)

    (counted,) = worker.told(2, "maps.counted")[-1:]
    assert (counted["count"], counted["areas"]) == (2, {"p1": 1})
    assert len(worker.told(2, "maps.counted")) == 1


def test_while_the_loop_is_late_steps_are_gathered() -> None:
    worker = crowd(1, 2)
    worker.is_overloaded = True
    worker.put(1, 60, 60)
    worker.tick()
    worker.put(1, 61, 61)
    worker.is_overloaded = False
    worker.tick()

    assert [told["people"] for told in worker.told(2)] == [[[1, 61, 61]]]


@pytest.fixture
def pair() -> tuple[Worker, Worker]:
    one, other = Worker(), Worker()
    one.others.append(other)
    other.others.append(one)
    one.enter(1)
    one.tick()
    other.enter(2)
    other.tick()
    one.tick()
    other.tick()
    return one, other


def test_people_of_two_workers_see_each_other_come_walk_and_go(pair: tuple[Worker, Worker]) -> None:
    one, other = pair
    assert [one.seat.name for one in other.floors.seen_by(HALL, 2)] == ["Person 1"]
    assert [one.seat.name for one in one.floors.seen_by(HALL, 1)] == ["Person 2"]

    both(Worker.forget, one, other)
    one.put(1, 64, 66)
    both(Worker.tick, one, other)
    assert [told["people"] for told in other.told(2)] == [[[1, 64, 66]]]

    one.floors.leave(HALL, "c1", 1)
    both(Worker.tick, one, other)
    assert [told["gone"] for told in other.told(2, "maps.appeared")] == [[1]]
    assert other.floors.seen_by(HALL, 2) == []


def test_people_of_a_worker_that_died_are_gone_within_half_a_minute(pair: tuple[Worker, Worker]) -> None:
    _, other = pair

    other.tick(GHOST_SECONDS - 1)
    assert [one.seat.id for one in other.floors.seen_by(HALL, 2)] == [1]
    other.tick(4)

    assert other.floors.seen_by(HALL, 2) == []
    assert GHOST_SECONDS + 2 < 30


def test_people_of_a_worker_that_lives_are_told_again_and_stay(pair: tuple[Worker, Worker]) -> None:
    one, other = pair
    walker = other.floors.walker(HALL, 1)
    assert walker is not None
    walker.told_at -= GHOST_SECONDS

    one.tick(TELL_ALL_SECONDS + 0.1)
    other.tick(3)

    assert [one.seat.id for one in other.floors.seen_by(HALL, 2)] == [1]


def test_who_is_invisible_is_told_to_no_other_worker(pair: tuple[Worker, Worker]) -> None:
    one, other = pair

    one.floors.hide(HALL, 1, is_hidden=True)
    both(Worker.tick, one, other)
    one.put(1, 70, 70)
    one.tick(TELL_ALL_SECONDS + 1)

    assert other.floors.walker(HALL, 1) is None


def test_many_people_are_told_to_other_workers_in_several_letters(pair: tuple[Worker, Worker]) -> None:
    one, other = pair
    for person in range(100, 1100):
        one.enter(person)

    one.tick()

    assert len(other.floors.people(HALL)) == 1002
