"""What the clock does: seats outlive a reload and not a departure, empty tables close, and several workers agree."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import config
from portal.clock import now
from portal.doors.jobs import Desk
from portal.events import Event
from portal.lounge.actions import close_table, stand_up
from portal.lounge.events import LoungeChanged
from portal.lounge.jobs import Keeper, LoungeTeller
from portal.lounge.models import LoungeSeat
from portal.lounge.rules import lounge_room
from portal.realtime.presence import Presence, Seat
from portal.store.work import Store
from tests.lounge.made import Scene, make_scene, table_of
from tests.made import committed


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    """Where the kind of store makes no difference."""
    return make_scene(sqlite_store, seats=4)


@pytest.fixture
def either(store: Store) -> Scene:
    """Once on SQLite and once on PostgreSQL."""
    return make_scene(store, seats=4)


class Worker:
    """One process with its own people; `other` workers stand on the same store."""

    def __init__(self, scene: Scene) -> None:
        self.presence = Presence()
        self.room = lounge_room(scene.workshop_id)
        self.keeper = Keeper(Desk(scene.store, config.testing(Path()), lambda _work: None), self.presence)

    def has(self, *ids: int) -> None:
        for one in ids:
            self.presence.enter(self.room, f"connection-{one}", Seat(one, "Somebody", "attendee"))

    def lost(self, one: int) -> None:
        self.presence.drop(f"connection-{one}")


def keep(start: datetime, seconds: range, *workers: Worker) -> None:
    """The workers look at the lounge at each of these seconds after the start."""
    for second in seconds:
        for worker in workers:
            worker.keeper.keep(start + timedelta(seconds=second))


def test_a_seat_is_kept_for_a_minute_after_the_last_page_was_closed(scene: Scene) -> None:
    scene.sit(scene.anna)
    scene.sit(scene.ben)
    worker, start = Worker(scene), now()
    worker.has(scene.anna.known_id, scene.ben.known_id)
    keep(start, range(0, 120, 5), worker)
    assert len(scene.sitters()) == 2

    worker.lost(scene.anna.known_id)
    keep(start, range(120, 170, 5), worker)
    assert len(scene.sitters()) == 2
    keep(start, range(170, 210, 5), worker)

    assert set(scene.sitters()) == {scene.ben.person_id}


def test_a_seat_is_kept_by_whichever_worker_has_its_person(either: Scene) -> None:
    either.sit(either.anna)
    one, other, start = Worker(either), Worker(either), now()
    one.has(either.anna.known_id)
    keep(start, range(0, 60, 5), one, other)
    one.lost(either.anna.known_id)
    other.has(either.anna.known_id)

    keep(start, range(60, 300, 5), one, other)

    assert set(either.sitters()) == {either.anna.person_id}


def test_a_seat_taken_by_a_plain_form_is_kept_without_a_connection_for_a_while(scene: Scene) -> None:
    scene.sit(scene.anna)
    worker, start = Worker(scene), now()

    keep(start, range(60, 1100, 60), worker)
    assert len(scene.sitters()) == 1
    keep(start, range(1200, 1320, 60), worker)

    assert scene.sitters() == {}


def test_after_a_restart_everybody_has_a_minute_to_come_back(scene: Scene) -> None:
    scene.sit(scene.anna)
    with committed(scene.store) as work:
        seat = work.session.get(LoungeSeat, (scene.workshop_id, scene.anna.known_id))
        assert seat is not None
        seat.is_live, seat.seen_at = True, now() - timedelta(hours=1)
    worker, start = Worker(scene), now()

    keep(start, range(0, 50, 10), worker)
    assert len(scene.sitters()) == 1
    keep(start, range(61, 70, 5), worker)

    assert scene.sitters() == {}


def test_an_empty_table_of_an_attendee_closes_and_the_organizers_stays(scene: Scene) -> None:
    own = scene.open(scene.anna)
    with committed(scene.store) as work:
        stand_up(work, scene.anna)
    worker, start = Worker(scene), now()

    keep(start, range(240, 290, 10), worker)
    assert table_of(scene, own).is_open
    keep(start, range(305, 320, 10), worker)

    assert not table_of(scene, own).is_open
    assert table_of(scene, scene.table_id).is_open


def test_who_leaves_the_page_leaves_the_queue_and_nobody_is_introduced_to_the_absent(either: Scene) -> None:
    either.ask(either.anna)
    worker, start = Worker(either), now()
    worker.has(either.anna.known_id)
    keep(start, range(0, 90, 2), worker)
    assert either.seen_by(either.anna).state == "waiting"

    worker.lost(either.anna.known_id)
    keep(start, range(90, 130, 2), worker)

    assert either.seen_by(either.anna).state == "apart"
    either.ask(either.ben)
    assert either.pairs() == []


class Hearing:
    """A teller whose rooms are given, and what it published."""

    def __init__(self, scene: Scene) -> None:
        self.rooms: list[str] = [lounge_room(scene.workshop_id), "thread:1"]
        self.told: list[LoungeChanged] = []
        self.teller = LoungeTeller(scene.store, lambda: self.rooms, self._publish)

    def _publish(self, events: Sequence[Event]) -> None:
        self.told += [event for event in events if isinstance(event, LoungeChanged)]

    def tell(self) -> list[LoungeChanged]:
        self.told.clear()
        self.teller.turn()
        return list(self.told)


@pytest.fixture
def hearing(scene: Scene) -> Iterator[Hearing]:
    made = Hearing(scene)
    yield made
    made.teller.close()


def test_only_the_tables_that_changed_are_told_and_nothing_while_nothing_moves(
    scene: Scene, hearing: Hearing
) -> None:
    other = scene.open(scene.organizer, is_lasting=True)
    (first,) = hearing.tell()
    assert (first.tables, first.since) == ([], first.revision), "who is behind this number asks for all"
    assert hearing.tell() == []

    scene.sit(scene.anna, other)
    scene.sit(scene.ben, other)

    (change,) = hearing.tell()
    assert (change.since, change.revision) == (first.revision, first.revision + 2)
    assert [table["id"] for table in change.tables] == [other]
    assert [face["name"] for face in change.tables[0]["sitters"]] == [scene.anna.name, scene.ben.name]
    assert hearing.tell() == []


def test_a_table_that_was_closed_is_told_once_more(scene: Scene, hearing: Hearing) -> None:
    own = scene.open(scene.anna)
    hearing.tell()
    with committed(scene.store) as work:
        close_table(work, scene.anna, own)

    (change,) = hearing.tell()

    assert [(table["id"], table["is_open"]) for table in change.tables] == [(own, False)]


def test_a_lounge_that_nobody_hears_costs_no_question(scene: Scene, hearing: Hearing) -> None:
    hearing.tell()
    hearing.rooms = ["thread:1"]
    scene.sit(scene.anna)

    assert hearing.tell() == []
    assert hearing.teller._told == {}
