"""What the audience does with questions, on both stores: asked once, voted once, changed by who asked."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import select

from portal.access import Actor
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.events import Event
from portal.questions.actions import edit, set_state, vote, withdraw
from portal.questions.events import QuestionChanged, QueueChanged, VotesCounted
from portal.questions.models import Question, QuestionBoard
from portal.questions.queries import row_at
from portal.questions.rules import Change, State
from portal.store.work import Store
from tests.made import committed
from tests.questions.made import Scene, make_scene


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def ask_as(scene: Scene, text: str, actor: Actor) -> int:
    return scene.ask(text, by=actor)


def cast(scene: Scene, actor: Actor, question_id: int, *, is_for: bool = True) -> int:
    with committed(scene.store) as work:
        return vote(work, actor, Change(question_id, is_on=is_for))


def test_the_board_is_made_when_somebody_asks_first_and_counts_each_change(scene: Scene) -> None:
    with scene.store.reading() as work:
        assert row_at(work, scene.address) is None

    scene.ask("Why?")
    scene.ask("And the sun?", by=scene.other)

    with scene.store.reading() as work:
        board = row_at(work, scene.address)
        assert board is not None
        assert (board.head, board.talk_id, board.session_id) == (2, scene.talk_id, scene.session_id)
        assert len(work.session.scalars(select(QuestionBoard)).all()) == 1
    assert scene.texts() == ["Why?", "And the sun?"]


def test_questions_at_the_same_moment_share_one_board_and_leave_no_gap(scene: Scene) -> None:
    people = [scene.attendee, scene.other, scene.speaker, scene.chair]

    for text, numbers in (("Why?", [1, 2, 3, 4]), ("Why so?", [5, 6, 7, 8])):
        with ThreadPoolExecutor(len(people)) as pool:
            asked = list(pool.map(partial(ask_as, scene, text), people))
        assert sorted(scene.question(one).changed_seq for one in asked) == numbers

    with scene.store.reading() as work:
        assert [one.head for one in work.session.scalars(select(QuestionBoard))] == [8]


def test_votes_at_the_same_moment_are_all_counted(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    people = [scene.other, scene.speaker, scene.chair] * 3

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(lambda person: cast(scene, person, question_id), people))

    assert scene.question(question_id).votes == 3


def test_a_question_that_is_sent_again_is_one_question(scene: Scene) -> None:
    first = scene.ask("Why?", client_id="c-1")
    again = scene.ask("Why?", client_id="c-1")
    others = scene.ask("Why?", client_id="c-1", by=scene.other)

    assert first == again != others
    assert scene.question(others).changed_seq == 2, "what was sent again took no number"


def test_a_question_without_a_name_reaches_nobody_with_one_the_chair_neither(scene: Scene) -> None:
    question_id = scene.ask("Is this silly?", anonymous=True)

    with committed(scene.store) as work:
        set_state(work, scene.chair, Change(question_id, state=State.ANSWERING))
        told = [fact for fact in work.announced if isinstance(fact, QuestionChanged | QueueChanged)]
    assert len(told) == 2
    for fact in told:
        assert fact.question is not None
        assert fact.question["author"] is None
        assert scene.attendee.name not in str(fact.wire())
    assert scene.question(question_id).author_id == scene.attendee.known_id


def test_a_waiting_question_is_told_to_the_chair_alone(scene: Scene) -> None:
    scene.lead(moderated=True)
    question_id = scene.ask("Why?")

    with committed(scene.store) as work:
        set_state(work, scene.chair, Change(question_id, state=State.HIDDEN))
        told: dict[type, Event] = {type(fact): fact for fact in work.announced if isinstance(fact, Event)}
    assert told[QuestionChanged].wire()["question"] is None
    assert told[QueueChanged].wire()["question"]["state"] == "hidden"
    assert scene.texts(scene.other) == []
    assert scene.texts(scene.attendee) == ["Why?"]
    assert scene.texts(scene.chair) == ["Why?"]


def test_a_vote_counts_once_for_each_person_and_can_be_taken_back(scene: Scene) -> None:
    question_id = scene.ask("Why?")

    assert [cast(scene, scene.other, question_id) for _ in range(3)] == [1, 1, 1]
    assert cast(scene, scene.speaker, question_id) == 2
    assert [cast(scene, scene.other, question_id, is_for=False) for _ in range(2)] == [1, 1]
    assert scene.question(question_id).votes == 1


def test_a_vote_is_told_as_the_count_and_only_when_it_changed(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    with committed(scene.store) as work:
        for _ in range(2):
            vote(work, scene.other, Change(question_id))
        told = list(work.announced)

    assert told == [VotesCounted(board=scene.address, votes={str(question_id): 1})]


def test_nobody_votes_for_their_own_or_for_what_is_not_open(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    with pytest.raises(NotAllowed, match="your own question"):
        cast(scene, scene.attendee, question_id)
    for state, refusal in ((State.ANSWERED, Conflict), (State.HIDDEN, NotFound)):
        with committed(scene.store) as work:
            set_state(work, scene.chair, Change(question_id, state=state))
        with pytest.raises(refusal):
            cast(scene, scene.other, question_id)


def test_ones_own_question_is_changed_and_taken_back_until_the_chair_takes_it_up(scene: Scene) -> None:
    question_id = scene.ask("Wyh?")
    with committed(scene.store) as work:
        edit(work, scene.attendee, Change(question_id, text="Why?"))
    assert scene.texts() == ["Why?"]

    with committed(scene.store) as work:
        set_state(work, scene.chair, Change(question_id, state=State.ANSWERING))
    with pytest.raises(Conflict, match="taken this question up"), committed(scene.store) as work:
        edit(work, scene.attendee, Change(question_id, text="Another"))
    with pytest.raises(Conflict), committed(scene.store) as work:
        withdraw(work, scene.attendee, question_id)


def test_nothing_is_left_of_a_question_that_was_taken_back(scene: Scene) -> None:
    question_id = scene.ask("Forget this?")
    with committed(scene.store) as work:
        withdraw(work, scene.attendee, question_id)
        told = [fact.wire()["question"] for fact in work.announced if isinstance(fact, Event)]

    assert told == [None, None]
    assert scene.texts() == scene.texts(scene.chair) == []
    with scene.store.reading() as work:
        assert work.session.scalars(select(Question.text)).all() == [""]
    assert scene.ask("Forget this?") == question_id, "a late copy of it brings nothing back"
    assert scene.texts() == []


def test_a_changed_question_waits_again_where_new_ones_wait(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    scene.lead(moderated=True)
    with committed(scene.store) as work:
        edit(work, scene.attendee, Change(question_id, text="Something else?"))

    assert scene.texts(scene.other) == []
    assert scene.question(question_id).state == State.WAITING


def test_nobody_changes_what_another_asked(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    for actor in (scene.other, scene.chair):
        with pytest.raises(NotAllowed), committed(scene.store) as work:
            withdraw(work, actor, question_id)
    with pytest.raises(NotFound), committed(scene.store) as work:
        vote(work, scene.stranger, Change(question_id))


def test_a_closed_board_and_one_that_wants_names_say_so(scene: Scene) -> None:
    scene.lead(anonymous=False)
    with pytest.raises(Conflict, match="asked by name"):
        scene.ask("Who am I?", anonymous=True)
    question_id = scene.ask("Why?")
    scene.lead(is_open=False)
    with pytest.raises(Conflict, match="no more questions"):
        scene.ask("Too late?")
    assert cast(scene, scene.other, question_id) == 1, "what was asked can still be voted for"


def test_an_empty_question_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid):
        scene.ask(" ")
