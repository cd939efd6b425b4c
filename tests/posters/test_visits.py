"""Who was at which poster: visits, stars and downloads, on both stores, and what a presenter is told of them."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from portal.accounts.models import Person
from portal.clock import now
from portal.errors import NotAllowed
from portal.posters.actions import set_star, take_down, took, visit
from portal.posters.models import PosterVisit
from portal.posters.queries import marks_of, seen_by, starred_by, visitors_of, visitors_until, visits_in
from portal.posters.rules import Took, bucket_of, spell_of
from portal.store.work import Store, Work
from tests.made import committed
from tests.posters.made import Scene, make_scene

TWENTY = 20


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def long_ago(work: Work, scene: Scene, minutes: int) -> None:
    """Let the attendee's visit have been so long ago."""
    row = work.session.get(PosterVisit, (scene.poster_id, scene.attendee.known_id))
    assert row is not None
    row.first_at = row.last_at = now() - timedelta(minutes=minutes)


def test_a_visit_is_counted_once_and_again_after_a_while(store: Store, scene: Scene) -> None:
    for minutes in (5, 30, 0):
        with committed(store) as work:
            visit(work, scene.attendee, scene.poster_id)
        if minutes:
            with committed(store) as work:
                long_ago(work, scene, minutes)

    with store.reading() as work:
        figures = visitors_of(work, scene.presenter, scene.poster_id)
        seen = visits_in(work, scene.workshop_id)[scene.poster_id]
        assert seen_by(work, scene.attendee) == {scene.poster_id}
    assert (figures.people, figures.visits) == (1, 2)
    assert seen.people == 1
    assert seen.last_at is not None
    assert now() - seen.last_at < timedelta(minutes=1)


def test_who_presents_a_poster_is_no_visitor_of_it(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        assert not visit(work, scene.presenter, scene.poster_id)
        took(work, scene.presenter, scene.poster_id, Took.POSTER)

    with store.reading() as work:
        assert visits_in(work, scene.workshop_id) == {}
        assert visitors_of(work, scene.presenter, scene.poster_id).taken == ()


def test_a_star_is_set_once_and_taken_away(store: Store, scene: Scene) -> None:
    for is_on, found in (
        (True, {scene.poster_id}),
        (True, {scene.poster_id}),
        (False, set()),
        (False, set()),
    ):
        with committed(store) as work:
            set_star(work, scene.attendee, scene.poster_id, is_on=is_on)

        with store.reading() as work:
            assert starred_by(work, scene.attendee) == found


def test_seen_and_starred_are_read_together(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        visit(work, scene.attendee, scene.poster_id)
        set_star(work, scene.presenter, scene.poster_id, is_on=True)

    with store.reading() as work:
        mine, theirs = marks_of(work, scene.attendee), marks_of(work, scene.presenter)

    here, nothing = frozenset({scene.poster_id}), frozenset[int]()
    assert (mine.seen, mine.starred) == (here, nothing)
    assert (theirs.seen, theirs.starred) == (nothing, here)
    assert mine.until(now() - timedelta(minutes=60)).seen == nothing


def test_only_the_presenter_and_an_organizer_are_told_of_the_visitors(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        visit(work, scene.attendee, scene.poster_id)
        took(work, scene.attendee, scene.poster_id, Took.POSTER)
        took(work, scene.attendee, scene.poster_id, Took.POSTER)

    with store.reading() as work:
        told = visitors_of(work, scene.presenter, scene.poster_id)
        with pytest.raises(NotAllowed):
            visitors_of(work, scene.attendee, scene.poster_id)
        assert visitors_of(work, scene.organizer, scene.poster_id) == told
    assert told.taken == (("poster", 1),)
    assert told.names == ()
    assert len(told.came) == 1


def test_a_visitor_is_named_who_chose_to_be_seen(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        visit(work, scene.attendee, scene.poster_id)
        work.get(Person, scene.attendee.known_id).is_shown = True

    with store.reading() as work:
        assert visitors_of(work, scene.presenter, scene.poster_id).names == (scene.attendee.name,)


def test_the_fair_order_knows_no_visit_of_the_present_half_hour(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        visit(work, scene.attendee, scene.poster_id)

    with store.reading() as work:
        assert visitors_until(work, scene.workshop_id, now() - timedelta(minutes=1)) == {}
        assert visitors_until(work, scene.workshop_id, now() + timedelta(minutes=1)) == {scene.poster_id: 1}


def test_twenty_tabs_that_open_one_poster_are_one_visit(store: Store, scene: Scene) -> None:
    ready = Barrier(TWENTY)

    def come() -> None:
        ready.wait()
        with committed(store) as work:
            visit(work, scene.attendee, scene.poster_id)
            set_star(work, scene.attendee, scene.poster_id, is_on=True)

    tabs = [Thread(target=come) for _ in range(TWENTY)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    with store.reading() as work:
        told = visitors_of(work, scene.presenter, scene.poster_id)
    assert (told.people, told.visits, told.stars) == (1, 1, 1)


def test_a_poster_that_is_taken_down_takes_its_visits_along(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        visit(work, scene.attendee, scene.poster_id)
        set_star(work, scene.attendee, scene.poster_id, is_on=True)

    with committed(store) as work:
        take_down(work, scene.organizer, scene.poster_id)

    with store.reading() as work:
        assert visits_in(work, scene.workshop_id) == {}
        assert starred_by(work, scene.attendee) == frozenset()


def test_visitors_are_counted_in_spells_and_buckets() -> None:
    at = datetime(2026, 6, 1, 9, 47, 12, 5, tzinfo=UTC)

    assert spell_of(at) == datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    assert [bucket_of(people) for people in (0, 1, 2, 3, 4, 7, 8)] == [0, 1, 2, 2, 3, 3, 4]
