"""What is seen at one moment is counted once, whoever sees it, and lands in its five minutes."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from portal.doors.jobs import Desk
from portal.notices.rules import room_of as pages_of
from portal.posters.actions import add
from portal.posters.models import PosterSlot
from portal.posters.rules import Place, PosterDraft
from portal.realtime.presence import Presence, Seat
from portal.statistics.actions import note
from portal.statistics.jobs import Sampler
from portal.statistics.models import AttendanceStep
from portal.statistics.queries import peak_since
from portal.statistics.rules import Counted, Kind
from portal.store.work import Store
from portal.threads.rules import room_of
from portal.workshops.models import Workshop
from tests.console.made import Running, make_running
from tests.made import committed, make_workshop
from tests.visit import Site

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def steps(store: Store) -> list[tuple[str, int, int, int]]:
    """Each step: its kind, how often it was looked, the sum and the most."""
    with store.reading() as work:
        found = select(AttendanceStep).order_by(AttendanceStep.kind, AttendanceStep.step_at)
        return [(one.kind, one.looks, one.total, one.peak) for one in work.session.scalars(found)]


def test_two_workers_that_look_at_the_same_moment_count_once(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work).id

    def count(people: int, seconds: int) -> None:
        with committed(store) as work:
            note(work, [Counted(workshop, Kind.WORKSHOP, 0, people)], NOON + timedelta(seconds=seconds))

    count(4, 1)
    count(4, 12)
    count(2, 31)
    count(9, 299)
    count(1, 301)

    assert steps(store) == [("workshop", 3, 15, 9), ("workshop", 1, 1, 1)]
    with store.reading() as work:
        assert peak_since(work, workshop, NOON) == 9
        assert peak_since(work, workshop, NOON + timedelta(minutes=5)) == 1


class Room:
    """A running workshop, and who is where in it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.running: Running = make_running(site.store)
        self.presence = Presence()
        self.sampler = Sampler(
            Desk(site.store, site.portal.settings, site.portal.after_commit),
            self.presence,
            lambda: self.is_overloaded,
        )
        self.is_overloaded = False

    def enter(self, room: str, *people: int) -> None:
        for one in people:
            self.presence.enter(room, f"{room}-{one}", Seat(one, str(one), ""))


def test_people_are_counted_at_each_place_and_once_at_a_session_with_many_boards(site: Site) -> None:
    room = Room(site)
    running = room.running
    with committed(site.store) as work:
        posters = [
            add(work, running.organizer, PosterDraft(f"Tide {number}"), place=Place(f"P{number}", number, ()))
            for number in (1, 2)
        ]
        work.session.add_all(
            PosterSlot(
                workshop_id=running.workshop_id,
                poster_id=one.id,
                session_id=running.session_id,
                mode="online",
            )
            for one in posters
        )
        threads = [one.thread_id for one in posters]
    for person in (1, 2, 3):
        room.enter(pages_of(running.workshop_id, person), person)
    room.enter(room_of(running.stage_thread_id), 1)
    room.enter(room_of(threads[0]), 1, 2)
    room.enter(room_of(threads[1]), 2)

    room.sampler.turn()
    room.sampler.turn()

    assert sorted(steps(site.store)) == [
        ("poster", 1, 1, 1),
        ("poster", 1, 2, 2),
        ("session", 1, 2, 2),
        ("stage", 1, 1, 1),
        ("workshop", 1, 3, 3),
    ]


def test_nobody_in_the_days_of_a_workshop_is_nought_and_nobody_at_another_time_is_nothing(site: Site) -> None:
    room = Room(site)
    room.sampler.look(NOON)
    assert steps(site.store) == []

    with committed(site.store) as work:
        work.get(Workshop, room.running.workshop_id).starts_on = date(2026, 6, 1)
    room.sampler.look(NOON)

    assert steps(site.store) == [("workshop", 1, 0, 0)]


def test_a_server_in_trouble_leaves_a_gap(site: Site) -> None:
    room = Room(site)
    room.enter(pages_of(room.running.workshop_id, 1), 1)
    room.is_overloaded = True

    room.sampler.turn()

    assert steps(site.store) == []
