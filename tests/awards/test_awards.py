"""The vote for the best poster, on both stores: one voice each, for what one has seen, counted when it is over."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from portal.awards.actions import set_state, vote
from portal.awards.events import VoteMoved
from portal.awards.models import AwardVote
from portal.awards.queries import chosen_by, voting_to_see
from portal.awards.rules import Place, ranked, winners
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.posters.actions import hang
from portal.posters.models import Poster
from portal.posters.rules import Place as BoardPlace
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.awards.made import VoteScene, make_vote
from tests.made import committed, make_actor

TWENTY = 20


@pytest.fixture
def scene(store: Store) -> VoteScene:
    return make_vote(store)


def marked(store: Store) -> set[int]:
    with store.reading() as work:
        return set(work.session.scalars(select(Poster.id).where(Poster.award != "")))


def cast(store: Store, scene: VoteScene, *choices: int) -> None:
    """The voters choose posters by their places."""
    with committed(store) as work:
        for voter, choice in zip(scene.voters, choices, strict=False):
            vote(work, voter, scene.ids[choice])


def close(store: Store, scene: VoteScene) -> None:
    with committed(store) as work:
        set_state(work, scene.organizer, "closed")


def test_the_last_choice_of_each_counts_and_the_winner_is_marked_when_it_is_over(
    store: Store, scene: VoteScene
) -> None:
    cast(store, scene, 0, 1, 1)
    cast(store, scene, 1)
    assert marked(store) == set()

    close(store, scene)

    assert marked(store) == {scene.ids[1]}
    with store.reading() as work:
        told = voting_to_see(work, scene.voters[0])
        whole = voting_to_see(work, scene.organizer)
    assert [(place.votes, poster.id) for place, poster in told.winners] == [(3, scene.ids[1])]
    assert whole.voters == 3


def test_equal_votes_are_equal_winners(store: Store, scene: VoteScene) -> None:
    cast(store, scene, 2, 1)

    close(store, scene)

    assert marked(store) == {scene.ids[1], scene.ids[2]}


def test_nobody_learns_the_votes_before_the_end_nor_when_it_goes_on(store: Store, scene: VoteScene) -> None:
    cast(store, scene, 0, 1, 1)
    with store.reading() as work:
        attendee, organizer = (voting_to_see(work, one) for one in (scene.voters[0], scene.organizer))
    assert (attendee.places, organizer.places) == ((), ())
    assert (attendee.voters, organizer.voters) == (None, 3)
    close(store, scene)

    with committed(store) as work:
        set_state(work, scene.organizer, "open")
        heads = [one.head for one in work.announced if isinstance(one, VoteMoved)]

    assert heads == [3]
    assert marked(store) == set()
    with store.reading() as work:
        assert voting_to_see(work, scene.voters[0]).chosen == scene.ids[0]


def test_one_votes_for_what_one_has_seen_and_not_for_ones_own(store: Store, scene: VoteScene) -> None:
    with store.writing() as work:
        newcomer = make_actor(work, work.get(Workshop, scene.posters.workshop_id))
        with pytest.raises(Conflict, match="Visit this poster first"):
            vote(work, newcomer, scene.ids[0])
        with pytest.raises(Conflict, match="own poster"):
            vote(work, scene.posters.presenter, scene.ids[0])
        with pytest.raises(NotFound):
            vote(work, scene.voters[0], 10**6)
        with pytest.raises(NotAllowed):
            set_state(work, scene.voters[0], "closed")


def test_a_vote_for_what_became_ones_own_does_not_count(store: Store, scene: VoteScene) -> None:
    cast(store, scene, 1, 2, 2)
    with committed(store) as work:
        hang(work, scene.organizer, scene.ids[2], BoardPlace("B3", 3, (scene.voters[1].known_id,)))

    close(store, scene)

    assert marked(store) == {scene.ids[1], scene.ids[2]}


def test_a_vote_counts_while_it_is_open_and_not_before_or_after(store: Store) -> None:
    scene = make_vote(store, is_open=False)

    with store.writing() as work:
        with pytest.raises(Conflict, match="not open yet"):
            vote(work, scene.voters[0], scene.ids[0])
        with pytest.raises(Invalid):
            set_state(work, scene.organizer, "closed")
        set_state(work, scene.organizer, "open")
        set_state(work, scene.organizer, "open")
        set_state(work, scene.organizer, "closed")
        with pytest.raises(Conflict, match="closed"):
            vote(work, scene.voters[0], scene.ids[0])
        assert len(work.announced) == 2


def test_twenty_votes_of_one_person_at_once_are_one(store: Store, scene: VoteScene) -> None:
    ready, voter = Barrier(TWENTY), scene.voters[0]

    def choose(number: int) -> None:
        ready.wait()
        with committed(store) as work:
            vote(work, voter, scene.ids[number % len(scene.ids)])

    tabs = [Thread(target=choose, args=(number,)) for number in range(TWENTY)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    with store.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(AwardVote)) == 1
        assert chosen_by(work, voter) in scene.ids


def test_places_are_shared_by_those_with_as_many_votes() -> None:
    assert ranked({5: 1, 3: 2, 4: 2, 9: 0}) == (Place(3, 2, 1), Place(4, 2, 1), Place(5, 1, 3))
    assert winners(ranked({5: 1, 3: 2, 4: 2})) == {3, 4}
    assert winners(ranked({})) == frozenset()
