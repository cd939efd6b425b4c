"""Polls on both stores: one vote for each person, counted exactly, and results for whom they are for."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.polls.actions import delete, save, show_text
from portal.polls.models import Poll, PollBoard, PollVote
from portal.polls.queries import board_at, polls_on
from portal.polls.rules import Draft, Kind, State
from portal.store.work import Store
from tests.made import committed
from tests.polls.made import Scene, make_scene


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def test_fifty_votes_of_one_person_at_the_same_moment_are_one(scene: Scene) -> None:
    poll_id = scene.open()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda number: scene.vote(poll_id, number % 2), range(50)))

    found = scene.results(poll_id)
    assert found["voters"] == sum(found["counts"]) == 1
    with scene.store.reading() as work:
        assert work.get(Poll, poll_id).voters == 1


def test_three_hundred_people_are_three_hundred_votes(scene: Scene) -> None:
    poll_id = scene.open()
    people = scene.people(300)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: scene.vote(poll_id, one.known_id % 2, by=one), people))

    odd = sum(one.known_id % 2 for one in people)
    assert scene.results(poll_id)["counts"] == [300 - odd, odd]
    with scene.store.reading() as work:
        numbers = work.session.scalars(select(PollVote.number)).all()
        assert sorted(numbers) == list(range(1, 301))


def test_a_vote_is_changed_while_the_poll_is_open_and_not_afterwards(scene: Scene) -> None:
    poll_id = scene.open()
    scene.vote(poll_id, 0)
    scene.vote(poll_id, 1)
    assert scene.results(poll_id)["counts"] == [0, 1]

    scene.turn(poll_id, State.CLOSED)
    with pytest.raises(Conflict, match="closed"):
        scene.vote(poll_id, 0)
    scene.turn(poll_id, State.OPEN)
    scene.vote(poll_id, 0)
    assert scene.results(poll_id)["counts"] == [1, 0]


def test_votes_while_the_poll_closes_are_in_its_results_or_refused(scene: Scene) -> None:
    poll_id = scene.open()
    people = scene.people(12)

    def cast(number: int) -> int:
        try:
            scene.vote(poll_id, 0, by=people[number])
        except Conflict:
            return 0
        return 1

    with ThreadPoolExecutor(7) as pool:
        votes = [pool.submit(cast, number) for number in range(6)]
        told = pool.submit(scene.turn, poll_id, State.CLOSED)
        votes += [pool.submit(cast, number) for number in range(6, 12)]

    assert told.result()[0].wire()["poll"]["results"]["voters"] == sum(vote.result() for vote in votes)


def test_results_are_for_who_has_voted_and_for_the_chair_until_the_poll_is_closed(scene: Scene) -> None:
    poll_id = scene.open()
    scene.vote(poll_id, 0)

    assert scene.seen(poll_id, scene.attendee)["counts"] == [1, 0]
    assert scene.seen(poll_id, scene.chair)["counts"] == [1, 0]
    with pytest.raises(NotAllowed, match="once you have voted"):
        scene.seen(poll_id, scene.other)
    with pytest.raises(NotFound):
        scene.seen(poll_id, scene.stranger)
    scene.turn(poll_id, State.CLOSED)
    assert scene.seen(poll_id, scene.other)["counts"] == [1, 0]


def test_what_the_audience_hears_of_an_open_poll_says_nothing_of_its_results(scene: Scene) -> None:
    poll_id = scene.draft()
    opened = scene.turn(poll_id, State.OPEN)
    scene.vote(poll_id, 0)
    closed = scene.turn(poll_id, State.CLOSED)
    again = scene.turn(poll_id, State.OPEN)

    assert [event.wire()["head"] for event in (*opened, *closed, *again)] == [2, 3, 4]
    assert opened[0].wire()["poll"]["results"] is None
    assert closed[0].wire()["poll"]["results"]["counts"] == [1, 0]
    assert again[0].wire()["poll"]["results"] is None


def test_a_draft_is_changed_and_deleted_and_only_its_leaders_see_it(scene: Scene) -> None:
    poll_id = scene.draft()
    with pytest.raises(NotFound):
        scene.vote(poll_id, 0)
    with committed(scene.store) as work:
        save(work, scene.chair, Draft(scene.address, "c-2", "Which moon?", Kind.CLOUD, poll_id=poll_id))
    with scene.store.reading() as work:
        board = board_at(work, scene.address)
        assert polls_on(work, board) == []
        assert [one.title for one in polls_on(work, board, with_drafts=True)] == ["Which moon?"]
    with committed(scene.store) as work:
        delete(work, scene.chair, poll_id)
        assert work.announced[-1].wire()["poll"] is None  # type: ignore[union-attr]
    with scene.store.reading() as work:
        assert work.session.scalars(select(PollBoard.head)).all() == [3]


def test_an_open_poll_keeps_its_words_and_its_votes(scene: Scene) -> None:
    poll_id = scene.open()
    with pytest.raises(Conflict), committed(scene.store) as work:
        save(work, scene.chair, Draft(scene.address, "c-2", "Another?", Kind.CLOUD, poll_id=poll_id))
    with pytest.raises(Conflict), committed(scene.store) as work:
        delete(work, scene.chair, poll_id)
    with pytest.raises(Conflict):
        scene.turn(poll_id, State.DRAFT)


def test_a_poll_that_is_sent_twice_is_one_and_first_polls_at_once_share_a_board(scene: Scene) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(scene.draft, ["One?", "Two?", "Three?", "Two?"]))

    assert len(set(made)) == 3
    with scene.store.reading() as work:
        assert work.session.scalars(select(PollBoard.head)).all() == [3]


def test_only_chairs_and_organizers_make_and_run_polls(scene: Scene) -> None:
    poll_id = scene.draft()
    with pytest.raises(NotAllowed):
        scene.turn(poll_id, State.OPEN, by=scene.attendee)
    with pytest.raises(NotAllowed), committed(scene.store) as work:
        save(work, scene.attendee, Draft(scene.address, "c-1", "Mine?", Kind.CLOUD))
    with pytest.raises(NotFound):
        scene.turn(poll_id, State.OPEN, by=scene.stranger)


def test_a_text_is_read_by_others_once_the_chair_shows_it_and_no_longer_when_it_changes(scene: Scene) -> None:
    poll_id = scene.open(kind=Kind.TEXT)
    scene.vote(poll_id, text="The moon is late")
    assert scene.seen(poll_id, scene.attendee)["texts"] == []

    with committed(scene.store) as work:
        show_text(work, scene.chair, poll_id, 1, is_on=True)
    assert scene.seen(poll_id, scene.attendee)["texts"] == ["The moon is late"]
    scene.vote(poll_id, text="Something unseemly")
    assert scene.seen(poll_id, scene.attendee)["texts"] == []
    with pytest.raises(NotFound), committed(scene.store) as work:
        show_text(work, scene.chair, poll_id, 2, is_on=True)


def test_a_word_of_one_person_alone_is_in_no_cloud(scene: Scene) -> None:
    poll_id = scene.open(kind=Kind.CLOUD)
    scene.vote(poll_id, text="Moon, secret")
    scene.vote(poll_id, by=scene.other, text="moon, sun, MOON")

    assert scene.results(poll_id)["words"] == [{"word": "moon", "count": 2}]


def test_a_vote_that_is_no_answer_is_refused(scene: Scene) -> None:
    poll_id = scene.open()
    for numbers in ((), (0, 1), (2,)):
        with pytest.raises(Invalid):
            scene.vote(poll_id, *numbers)
