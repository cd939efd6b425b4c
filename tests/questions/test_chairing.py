"""What the chair does with questions, on both stores, and what the speaker may do."""

import pytest
from sqlalchemy import select

from portal.access import Actor
from portal.errors import Conflict, Invalid, NotAllowed
from portal.programme.models import ProgrammeSession
from portal.questions.actions import answer, hand_over, pin, set_speakers, set_state
from portal.questions.queries import asked_in, counts_of, row_at, rows_in
from portal.questions.rules import Change, HandOver, State
from portal.store.work import Store
from portal.threads.models import Message, Thread
from tests.made import committed
from tests.questions.made import Scene, make_scene


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def put(scene: Scene, question_id: int, state: State) -> None:
    with committed(scene.store) as work:
        set_state(work, scene.chair, Change(question_id, state=state))


def send(scene: Scene, thread_id: int) -> int:
    with committed(scene.store) as work:
        return hand_over(work, scene.chair, HandOver(scene.address, thread_id))


def test_setting_the_state_before_undoes_a_step(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    for state in (State.ANSWERING, State.ANSWERED, State.ANSWERING, State.VISIBLE):
        put(scene, question_id, state)

    question = scene.question(question_id)
    assert (question.state, question.changed_seq) == (State.VISIBLE, 5)
    put(scene, question_id, State.VISIBLE)
    assert scene.question(question_id).changed_seq == 5, "the same state again is no change"
    with pytest.raises(Invalid, match="Only who asked"):
        put(scene, question_id, State.WITHDRAWN)


def test_one_question_is_pinned_at_a_time_and_a_hidden_one_is_not(scene: Scene) -> None:
    first, second = scene.ask("First?"), scene.ask("Second?")
    for question_id in (second, first, second):
        with committed(scene.store) as work:
            pin(work, scene.chair, Change(question_id))
    assert [scene.question(one).is_pinned for one in (first, second)] == [False, True]
    assert scene.texts() == ["Second?", "First?"]

    put(scene, second, State.HIDDEN)
    assert scene.question(second).is_pinned is False
    with pytest.raises(Conflict, match="Show this question first"), committed(scene.store) as work:
        pin(work, scene.chair, Change(second))


def test_a_written_answer_of_the_speaker_stays_with_the_talk(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    with pytest.raises(NotAllowed), committed(scene.store) as work:
        answer(work, scene.speaker, Change(question_id, text="Because."))
    scene.let_speaker_answer()
    with committed(scene.store) as work:
        answer(work, scene.speaker, Change(question_id, text="Because of $g$."))

    with scene.store.reading() as work:
        session = work.get(ProgrammeSession, scene.session_id)
        asked = asked_in(work, scene.attendee, session, rows_in(work, session.id))
        assert asked is not None
        found = asked[scene.address][0]
        assert asked_in(work, scene.stranger, session, {}) is None
    assert (found["answer"], found["answered_by"]) == ("Because of $g$.", scene.speaker.name)
    assert found["state"] == "answered"
    with pytest.raises(NotAllowed), committed(scene.store) as work:
        set_state(work, scene.speaker, Change(question_id, state=State.HIDDEN))


def test_an_empty_answer_takes_it_away(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    for text in ("Because.", ""):
        with committed(scene.store) as work:
            answer(work, scene.chair, Change(question_id, text=text))

    question = scene.question(question_id)
    assert (question.answer, question.answered_by) == ("", "")


def test_a_hidden_question_is_not_answered_in_writing(scene: Scene) -> None:
    question_id = scene.ask("Why?")
    put(scene, question_id, State.HIDDEN)
    with pytest.raises(Conflict), committed(scene.store) as work:
        answer(work, scene.chair, Change(question_id, text="Because."))


def test_only_somebody_who_is_let_in_is_named_as_the_speaker(scene: Scene) -> None:
    with pytest.raises(Invalid), committed(scene.store) as work:
        set_speakers(work, scene.chair, scene.address, [scene.stranger.known_id])


def test_what_is_open_goes_to_the_poster_once_and_without_hidden_names(scene: Scene) -> None:
    named = scene.ask("Why?", by=scene.other)
    scene.ask("Is this silly?", anonymous=True)
    done, hidden = scene.ask("Done?"), scene.ask("Rude?")
    put(scene, done, State.ANSWERED)
    put(scene, hidden, State.HIDDEN)

    assert [send(scene, scene.thread_id) for _ in range(2)] == [2, 0]

    with scene.store.reading() as work:
        rows = work.session.scalars(
            select(Message).where(Message.thread_id == scene.thread_id).order_by(Message.seq)
        ).all()
        assert [row.kind for row in rows] == ["notice", "notice"]
        assert rows[0].text.startswith(f"{scene.other.name} asked at the talk “Moon”:\nWhy?\n")
        assert rows[0].text.endswith(f"\n/tides/questions/{scene.address}#question-{named}")
        assert scene.attendee.name not in rows[1].text
    question = scene.question(named)
    assert (question.handed_thread_id, question.handed_seq) == (scene.thread_id, 1)


def test_questions_go_to_posters_only(scene: Scene) -> None:
    scene.ask("Why?")
    with scene.store.reading() as work:
        found = select(Thread.id).where(Thread.workshop_id == scene.workshop_id, Thread.kind == "stage")
        stage_thread = work.session.scalars(found).one()
    with pytest.raises(Invalid, match="not the room of a poster"):
        send(scene, stage_thread)


@pytest.mark.parametrize("who", ["attendee", "speaker"])
def test_only_the_chair_leads(scene: Scene, who: str) -> None:
    actor: Actor = getattr(scene, who)
    question_id = scene.ask("Why?", by=scene.other)
    with committed(scene.store) as work, pytest.raises(NotAllowed):
        set_state(work, actor, Change(question_id, state=State.HIDDEN))
    with committed(scene.store) as work, pytest.raises(NotAllowed):
        pin(work, actor, Change(question_id))
    with committed(scene.store) as work, pytest.raises(NotAllowed):
        hand_over(work, actor, HandOver(scene.address, scene.thread_id))


def test_the_heartbeat_tells_the_newest_number_and_the_votes_that_are_shown(scene: Scene) -> None:
    shown, hidden = scene.ask("Why?"), scene.ask("Rude?")
    put(scene, hidden, State.HIDDEN)

    with scene.store.reading() as work:
        told = counts_of(work, [scene.address, f"t{scene.next_talk_id}"])
        board = row_at(work, scene.address)

    assert board is not None
    assert [(one.board, one.head, one.votes) for one in told] == [
        (scene.address, board.head, {str(shown): 0})
    ]
