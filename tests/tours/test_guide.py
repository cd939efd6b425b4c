"""What the clock does without anybody pressing: late groups, people who have gone, and presenters who are told once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import config
from portal.clock import now
from portal.doors.jobs import Desk
from portal.notices.models import Notice
from portal.notices.rules import Kind, room_of
from portal.realtime.presence import Presence, Seat
from portal.store.work import Store
from portal.tours.jobs import Guide
from portal.tours.models import TourStop
from tests.tours.made import Scene, make_scene


@pytest.fixture
def scene(store: Store) -> Scene:
    """Once on SQLite and once on PostgreSQL."""
    return make_scene(store)


class Worker:
    """One process with its own people; other workers stand on the same store."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.presence = scene, Presence()
        self.guide = Guide(Desk(scene.store, config.testing(Path()), lambda _work: None), self.presence)

    def has(self, *ids: int) -> None:
        for one in ids:
            room = room_of(self.scene.workshop_id, one)
            self.presence.enter(room, f"connection-{one}", Seat(one, "Somebody", "attendee"))


def look(start: datetime, seconds: range, *workers: Worker) -> None:
    for second in seconds:
        for worker in workers:
            worker.guide.look(start + timedelta(seconds=second))


def test_two_who_wait_are_taken_round_after_ninety_seconds_by_one_of_two_workers(scene: Scene) -> None:
    one, other, start = Worker(scene), Worker(scene), now()
    scene.join(*scene.visitors[:2])

    look(start, range(0, 88, 8), one, other)
    assert scene.groups() == []
    look(start, range(92, 100, 4), one, other)

    assert [len(group) for group in scene.groups()] == [2]


def test_who_has_closed_all_pages_leaves_the_queue(scene: Scene) -> None:
    worker, start = Worker(scene), now()
    scene.join(scene.visitors[0])
    worker.has(scene.visitors[0].known_id)
    look(start, range(0, 200, 10), worker)
    assert scene.walk(scene.visitors[0]).state == "waiting"

    worker.presence.drop(f"connection-{scene.visitors[0].known_id}")
    look(start, range(200, 230, 10), worker)
    assert scene.walk(scene.visitors[0]).state == "waiting"
    look(start, range(230, 260, 10), worker)

    assert scene.walk(scene.visitors[0]).state == "apart"


def test_who_has_closed_all_pages_walks_no_longer_and_blocks_no_vote(scene: Scene) -> None:
    worker, start = Worker(scene), now()
    scene.join(*scene.visitors)
    worker.has(*(one.known_id for one in scene.visitors[:3]))
    look(start, range(0, 30, 10), worker)

    worker.presence.drop(f"connection-{scene.visitors[0].known_id}")
    look(start, range(30, 130, 10), worker)
    assert len(scene.walk(scene.visitors[1]).people) == 4
    look(start, range(130, 160, 10), worker)

    assert [one.id for one in scene.walk(scene.visitors[1]).people] == [
        one.known_id for one in scene.visitors[1:]
    ], "the fourth has no live page, and walks on"


def test_a_presenter_who_is_here_is_visited_first_and_told_once(scene: Scene) -> None:
    worker, other, start = Worker(scene), Worker(scene), now()
    worker.has(scene.presenter.known_id)
    scene.join(*scene.visitors[:3])
    look(start, range(91, 99, 4), worker, other)

    walk = scene.walk(scene.visitors[0])
    assert walk.stop is not None
    assert walk.stop.poster_id == scene.poster_ids[0]
    look(start, range(100, 1500, 100), worker, other)
    with scene.store.reading() as work:
        told = select(func.count()).where(Notice.kind == Kind.TOUR)
        assert work.session.scalar(told) == 1
        assert all(work.session.scalars(select(TourStop.told_at)).all())
