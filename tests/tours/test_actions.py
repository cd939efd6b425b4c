"""Groups are formed once, walk by one clock, shrink, merge, and their presenters know; on both kinds of store."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.access import Actor
from portal.clock import now
from portal.errors import Conflict, NotAllowed, NotFound
from portal.notices.models import Notice
from portal.notices.rules import Kind
from portal.posters.actions import set_star, visit
from portal.store.work import Store, Work
from portal.tours import actions
from portal.tours.actions.telling import due_stops
from portal.tours.events import TourMoved
from portal.tours.models import TourStop, TourWait
from portal.tours.queries import hosted_at
from portal.tours.rules import Phase
from tests.made import committed
from tests.tours.made import Scene, make_scene, newcomer


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    """Where the kind of store makes no difference."""
    return make_scene(sqlite_store)


@pytest.fixture
def either(store: Store) -> Scene:
    """Once on SQLite and once on PostgreSQL."""
    return make_scene(store, visitors=12)


def at_stop(scene: Scene, actor: Actor) -> int:
    stop = scene.walk(actor).stop
    assert stop is not None
    return stop.id


def vote(scene: Scene, actor: Actor, stop_id: int | None = None) -> bool:
    with committed(scene.store) as work:
        return actions.skip(work, actor, stop_id or at_stop(scene, actor))


def leave(scene: Scene, *actors: Actor) -> None:
    for actor in actors:
        with committed(scene.store) as work:
            actions.leave(work, actor)


def told(work: Work, kind: Kind) -> list[Notice]:
    return list(work.session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id)))


def test_as_soon_as_four_wait_they_are_a_group_and_hear_of_it(scene: Scene) -> None:
    scene.join(*scene.visitors[:3], topics=("Ice",))
    assert (scene.walk(scene.visitors[0]).state, scene.walk(scene.visitors[0]).others) == ("waiting", 2)
    with committed(scene.store) as work:
        actions.join(work, scene.visitors[3], ("ice",), lambda _: False)
        heard = {fact.person for fact in work.announced if isinstance(fact, TourMoved)}

    everybody = (*scene.visitors, scene.presenter)
    assert {one.known_id for one in everybody} <= heard, "and the presenter of the first board"
    walk = scene.walk(scene.visitors[0])
    assert (walk.state, len(walk.people), walk.here and walk.here.phase) == ("walking", 4, Phase.GATHERING)
    assert walk.tour is not None
    assert walk.tour.topics == ["Ice"]
    assert len(walk.tour.stops) == 4
    with scene.store.reading() as work:
        assert {one.person_id for one in told(work, Kind.GROUP)} == {one.known_id for one in scene.visitors}
        assert work.session.scalars(select(TourWait)).all() == []


def test_twelve_people_from_two_threads_are_each_in_exactly_one_group(either: Scene) -> None:
    failed: list[BaseException] = []

    def press(people: list[Actor]) -> None:
        try:
            either.join(*people)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    threads = [threading.Thread(target=press, args=(either.visitors[half::2],)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    groups = either.groups()
    assert sorted(person for group in groups for person in group) == sorted(
        one.known_id for one in either.visitors
    )
    assert [len(group) for group in groups] == [4, 4, 4]


def test_two_who_wait_for_ninety_seconds_set_out_and_one_does_not(either: Scene) -> None:
    either.join(*either.visitors[:2])
    either.later(89)
    assert either.groups() == []

    either.later(91)

    assert [len(group) for group in either.groups()] == [2]
    either.join(either.visitors[2])
    either.later(900)
    assert either.walk(either.visitors[2]).state == "waiting"


def test_who_waits_no_longer_or_has_gone_is_not_taken(scene: Scene) -> None:
    scene.join(*scene.visitors[:3])
    with committed(scene.store) as work:
        actions.leave_queue(work, scene.visitors[0])
        actions.leave_queue(work, scene.visitors[0])
    scene.later(10, scene.visitors[1])

    scene.join(scene.visitors[3])

    assert scene.groups() == []
    assert scene.walk(scene.visitors[2]).others == 1


def test_the_way_leads_to_what_they_starred_and_not_to_an_own_board(scene: Scene) -> None:
    with committed(scene.store) as work:
        set_star(work, scene.visitors[0], scene.poster_ids[5], is_on=True)
        visit(work, scene.visitors[1], scene.poster_ids[1])

    scene.join(*scene.visitors[:3], scene.presenter)

    tour = scene.walk(scene.presenter).tour
    assert tour is not None
    ids = {stop.poster_id for stop in tour.stops}
    assert scene.poster_ids[5] in ids
    assert not {scene.poster_ids[0], scene.poster_ids[1]} & ids


def test_all_see_the_same_clock_and_a_majority_goes_on(either: Scene) -> None:
    four = either.visitors[:4]
    either.join(*four)
    with pytest.raises(Conflict, match="on its way"):
        vote(either, four[0])
    either.pass_time(40)
    clocks = {(walk.here and walk.here.until) for walk in map(either.walk, four)}
    assert len(clocks) == 1
    first = at_stop(either, four[0])

    assert [vote(either, four[0]), vote(either, four[0]), vote(either, four[1])] == [False, False, False]
    assert either.walk(four[2]).votes == 2
    assert vote(either, four[2])

    walk = either.walk(four[3])
    assert walk.here is not None
    assert (walk.here.phase, walk.here.index) == (Phase.MOVING, 1)
    with pytest.raises(Conflict, match="moved on"):
        vote(either, four[3], first)


def test_a_vote_is_enough_when_one_who_did_not_vote_leaves(scene: Scene) -> None:
    scene.join(*scene.visitors)
    scene.pass_time(40)
    vote(scene, scene.visitors[0])
    vote(scene, scene.visitors[1])

    leave(scene, scene.visitors[3], scene.visitors[3])

    walk = scene.walk(scene.visitors[0])
    assert (len(walk.people), walk.here and walk.here.phase) == (3, Phase.MOVING)
    assert scene.walk(scene.visitors[3]).state == "over"


def test_a_stop_is_made_longer_twice_by_members_and_its_presenter_alone(scene: Scene) -> None:
    with committed(scene.store) as work:
        for one in scene.visitors:
            set_star(work, one, scene.poster_ids[0], is_on=True)
    scene.join(*scene.visitors)
    walk = scene.walk(scene.visitors[0])
    assert walk.tour is not None
    tour, stop = walk.tour.id, walk.tour.stops[0]
    assert stop.poster_id == scene.poster_ids[0]
    scene.pass_time(40)

    for actor in (newcomer(scene), scene.stranger):
        with committed(scene.store) as work, pytest.raises((NotAllowed, NotFound)):
            actions.longer(work, actor, tour, stop.id)
    for actor in (scene.visitors[0], scene.presenter):
        with committed(scene.store) as work:
            actions.longer(work, actor, tour, stop.id)
    with committed(scene.store) as work, pytest.raises(Conflict, match="twice"):
        actions.longer(work, scene.visitors[1], tour, stop.id)

    here = scene.walk(scene.visitors[2]).here
    assert here is not None
    assert here.until - here.since == timedelta(minutes=4)


def test_the_presenter_of_the_next_stop_is_told_once_before_the_group_comes(scene: Scene) -> None:
    scene.join(*scene.visitors)
    with committed(scene.store) as work:
        stops = work.session.scalars(select(TourStop).order_by(TourStop.position)).all()
        stops[0].poster_id, stops[1].poster_id = scene.poster_ids[5], scene.poster_ids[0]
        stops[1].told_at = None
        work.session.execute(delete(Notice))
    scene.later(100)
    with scene.store.reading() as work:
        assert told(work, Kind.TOUR) == []
    scene.pass_time(31 + 201)

    scene.later(0)
    scene.later(1)

    with scene.store.reading() as work:
        notices = told(work, Kind.TOUR)
        assert [(one.person_id, one.who) for one in notices] == [(scene.presenter.known_id, "A tour of 4")]
        assert notices[0].text == "In 2 min at P1."
        stop = work.session.scalars(select(TourStop).where(TourStop.poster_id == scene.poster_ids[0])).one()
        (hosted,) = hosted_at(work, stop.poster, now())
        assert (hosted.people, hosted.is_there) == (4, False)
        assert due_stops(hosted.tour, now()) == [], "nothing is written again"


def test_who_is_left_alone_goes_on_or_joins_another_group(either: Scene) -> None:
    one, others = either.visitors[:4], either.visitors[4:8]
    either.join(*one)
    either.join(*others)
    with committed(either.store) as work, pytest.raises(Conflict, match="not alone"):
        actions.join_another(work, one[0])
    leave(either, *one[1:])
    assert either.walk(one[0]).is_left_alone

    with committed(either.store) as work:
        actions.go_alone(work, one[0])
    assert not either.walk(one[0]).is_left_alone
    with committed(either.store) as work:
        actions.join_another(work, one[0])

    assert sorted(map(len, either.groups())) == [5]
    assert either.walk(one[0]).state == "walking"


def test_nobody_joins_a_group_that_has_nothing_left_in_common(scene: Scene) -> None:
    scene.join(*scene.visitors)
    leave(scene, *scene.visitors[1:])

    with committed(scene.store) as work, pytest.raises(Conflict, match="No other group"):
        actions.join_another(work, scene.visitors[0])


def test_at_the_end_one_sees_what_one_saw_and_may_go_again(scene: Scene) -> None:
    scene.join(*scene.visitors)
    scene.pass_time(30 + 330)
    leave(scene, scene.visitors[3])
    scene.pass_time(3600)

    assert [scene.walk(one).state for one in scene.visitors] == ["over"] * 4
    assert [len(scene.walk(one).seen) for one in (scene.visitors[0], scene.visitors[3])] == [4, 2]
    scene.join(*scene.visitors)
    assert scene.walk(scene.visitors[0]).state == "walking"


def test_where_no_poster_hangs_nobody_sets_out_and_nobody_is_told_so_again_and_again(
    sqlite_store: Store,
) -> None:
    scene = make_scene(sqlite_store, posters=0)
    scene.join(*scene.visitors)

    with committed(scene.store) as work:
        actions.tidy(work, scene.workshop_id, now() + timedelta(minutes=5), [], lambda _: False)
        assert work.announced == []

    assert scene.groups() == []
    assert not scene.walk(scene.visitors[0]).has_boards


def test_who_walks_already_does_not_wait_too(scene: Scene) -> None:
    scene.join(*scene.visitors)

    scene.join(scene.visitors[0])

    assert scene.walk(scene.visitors[0]).state == "walking"
    with committed(scene.store) as work:
        actions.set_led(work, scene.visitors[0], is_on=True)
    member = scene.walk(scene.visitors[0]).member
    assert member is not None
    assert member.is_led


def test_who_walks_in_no_tour_is_told_so(scene: Scene) -> None:
    for act in (actions.go_alone, actions.join_another):
        with committed(scene.store) as work, pytest.raises(Conflict, match="You walk in no tour"):
            act(work, scene.visitors[0])
    leave(scene, scene.visitors[0])
    assert scene.walk(scene.visitors[0]).state == "apart"
