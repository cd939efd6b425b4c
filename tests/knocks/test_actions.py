"""Knocks are made, changed, taken back and answered once; whom it concerns is told, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

import config
from portal.access import VISITOR, Actor
from portal.clock import now
from portal.doors.jobs import Desk, JobRunner
from portal.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from portal.events import Eviction
from portal.knocks import actions
from portal.knocks.events import OwnChanged, QueueChanged
from portal.knocks.jobs import JOBS, Doorkeeper
from portal.knocks.queries import own_of, queue_of, waiting_at
from portal.knocks.rules import Answer, Draft, How, Reply, State, Waiting, Whereabouts, Wish
from portal.mail.jobs import JOBS as MAIL
from portal.posters.actions import hang, take_down
from portal.posters.models import Poster
from portal.posters.rules import Place
from portal.realtime.presence import Presence, Seat
from portal.store.work import Store, Work
from portal.threads.actions import delete
from portal.threads.rules import Change, room_of
from tests.knocks.made import Knocks, mails, make_knocks, noticed, said_at
from tests.made import committed
from tests.turns import overlap


def run_jobs(knocks: Knocks, data_dir: Path) -> None:
    """Do what is due now; the mails stay in the outbox."""
    settings = config.testing(data_dir)
    handlers = {**JOBS, **MAIL}
    runner = JobRunner(Desk(knocks.store, settings, lambda _work: None), handlers)
    while runner.run_one():
        pass


def words_in(event: QueueChanged) -> list[str]:
    return [f"{one['person']['name']} {one['words']}" for one in event.knocks]


def test_a_knock_is_in_the_queue_and_on_the_bell_of_each_presenter(store: Store) -> None:
    knocks = make_knocks(store, is_present=True)

    knock_id = knocks.knock(note="about the scale")

    (queue,) = knocks.told(QueueChanged)
    assert words_in(queue) == [f"{knocks.ben.name} would like to talk: about the scale"]
    assert (queue.rings, queue.room) == (knock_id, f"knocks:{knocks.poster_id}")
    for person in (knocks.presenter, knocks.other_presenter):
        assert noticed(knocks, person) == [("knock", "would like to talk: about the scale")]
    assert noticed(knocks, knocks.organizer) == noticed(knocks, knocks.ben) == []
    assert said_at(knocks) == []


def test_a_visitor_hears_of_the_own_knock_alone_and_how_many_are_before(store: Store) -> None:
    knocks = make_knocks(store, is_present=True)
    first = knocks.knock()

    knocks.knock(knocks.cleo)

    told = {event.person: event.knock for event in knocks.told(OwnChanged)}
    assert {person: one["before"] for person, one in told.items()} == {
        knocks.ben.known_id: 0,
        knocks.cleo.known_id: 1,
    }
    assert told[knocks.cleo.known_id]["told"].endswith("1 person waits before you.")

    knocks.answer(first)

    told = {event.person: event.knock for event in knocks.told(OwnChanged)}
    assert told[knocks.ben.known_id]["told"] == f"{knocks.presenter.name} says: come in."
    assert told[knocks.cleo.known_id]["before"] == 0


def test_one_person_has_one_open_knock_and_pressing_again_changes_it(store: Store) -> None:
    knocks = make_knocks(store)
    first = knocks.knock(wish=Wish.TALK)

    same = knocks.knock(wish=Wish.TALK)
    assert knocks.heard == []
    other = knocks.knock(wish=Wish.QUESTION, note="Why?")

    assert first == same == other
    assert noticed(knocks, knocks.presenter) == [("knock", "has a question: Why?")]
    with store.reading() as work:
        assert [one["wish"] for one in queue_of(work, work.get(Poster, knocks.poster_id))] == ["question"]


def test_a_question_with_words_is_a_message_at_the_poster_and_follows_it(store: Store) -> None:
    knocks = make_knocks(store)
    knock_id = knocks.knock(wish=Wish.QUESTION, note="Why?")
    assert said_at(knocks) == [(knocks.ben.name, "Why?")]

    knocks.knock(wish=Wish.QUESTION, note="Why so?")

    assert said_at(knocks) == [(knocks.ben.name, "Why so?")]
    seq = knocks.row(knock_id).seq or 0
    with committed(store) as work:
        delete(work, knocks.ben, Change(knocks.thread_id, seq, "gone"))
    with store.reading() as work:
        assert queue_of(work, work.get(Poster, knocks.poster_id)) == []

    knocks.knock(wish=Wish.QUESTION, note="Once more?")

    assert said_at(knocks)[-1] == (knocks.ben.name, "Once more?")


def test_a_knock_is_taken_back_once_and_leaves_the_queue_and_the_bell(store: Store) -> None:
    knocks = make_knocks(store)
    knock_id = knocks.knock()

    knocks.withdraw()

    assert knocks.row(knock_id).state == State.WITHDRAWN
    assert [event.knock for event in knocks.told(OwnChanged)] == [None]
    assert [event.knocks for event in knocks.told(QueueChanged)] == [[]]
    assert noticed(knocks, knocks.presenter) == []
    knocks.withdraw()
    assert knocks.heard == []
    assert knocks.knock() != knock_id


def test_of_two_presenters_at_once_one_answers_and_the_other_reads_who_it_was(store: Store) -> None:
    knocks = make_knocks(store)
    knock_id = knocks.knock()
    knocks.answer(knock_id)

    with pytest.raises(Conflict, match=f"{knocks.presenter.name} has answered {knocks.ben.name} already"):
        knocks.answer(knock_id, by=knocks.other_presenter)

    knocks.answer(knock_id)  # the same press, sent twice
    row = knocks.row(knock_id)
    assert (row.state, row.answered_by) == (State.ANSWERED, knocks.presenter.known_id)
    assert noticed(knocks, knocks.ben) == [("called", "Come in: Tides and time")]


def test_of_two_answers_in_one_moment_one_is_refused(store: Store) -> None:
    knocks = make_knocks(store)
    wanted = Answer(knocks.knock(), How.COME_IN)

    refusal = overlap(
        store,
        lambda work: actions.answer(work, knocks.presenter, wanted),
        lambda work: actions.answer(work, knocks.other_presenter, wanted),
    )

    assert isinstance(refusal, Conflict)
    assert knocks.row(wanted.knock_id).answered_by == knocks.presenter.known_id


def test_two_tabs_that_knock_in_one_moment_are_one_knock(store: Store) -> None:
    knocks = make_knocks(store)
    draft = Draft(knocks.poster_id, Wish.QUESTION, "Why?")

    def press(work: Work) -> None:
        actions.knock(work, knocks.ben, draft, knocks.where)

    assert overlap(store, press, press) is None

    assert said_at(knocks) == [(knocks.ben.name, "Why?")]
    with store.reading() as work:
        assert len(queue_of(work, work.get(Poster, knocks.poster_id))) == 1


def test_later_keeps_the_place_in_the_queue(store: Store) -> None:
    knocks = make_knocks(store)
    knock_id = knocks.knock()

    knocks.answer(knock_id, How.LATER)

    (queue,) = knocks.told(QueueChanged)
    assert [one["later"] for one in queue.knocks] == [knocks.presenter.name]
    (own,) = knocks.told(OwnChanged)
    assert own.knock["told"] == f"{knocks.presenter.name} says: a little later."
    assert noticed(knocks, knocks.presenter) == []


def test_a_question_is_answered_later_in_the_chat_and_the_asker_is_called(store: Store) -> None:
    knocks = make_knocks(store)
    knocks.elsewhere.add(knocks.ben.known_id)
    knock_id = knocks.knock(wish=Wish.QUESTION, note="Why?")

    seq = knocks.reply(knock_id, "Because of the moon.")

    assert said_at(knocks)[-1] == (knocks.presenter.name, f"@{knocks.ben.name} Because of the moon.")
    assert noticed(knocks, knocks.ben) == [("mention", f"@{knocks.ben.name} Because of the moon.")]
    assert knocks.row(knock_id).how == How.REPLY
    assert knocks.reply(knock_id, "Because of the moon.") == seq
    assert len(said_at(knocks)) == 2
    with pytest.raises(Conflict, match="already"):
        knocks.reply(knock_id, "Me too", by=knocks.other_presenter, client_id="c-2")
    assert len(said_at(knocks)) == 2


def test_who_asked_and_has_left_gets_one_mail_with_the_answer(store: Store, tmp_path: Path) -> None:
    knocks = make_knocks(store, is_present=True)
    knock_id = knocks.knock(wish=Wish.QUESTION, note="Why?")
    knocks.reply(knock_id, "Because of the moon.")

    run_jobs(knocks, tmp_path)
    with committed(store) as work:
        actions.mail_asker(work, knock_id, base_url="https://portal.example")

    ((_, subject, text),) = mails(knocks)
    assert subject == f"{knocks.presenter.name} answered your question"
    assert "Because of the moon." in text
    assert f"/tides/posters/{knocks.poster_id}\n" in text


def test_presenters_who_are_nowhere_get_one_mail_in_ten_minutes_with_everybody_named(
    store: Store, tmp_path: Path
) -> None:
    knocks = make_knocks(store)
    begin = now()
    with time_machine.travel(begin, tick=False) as clock:
        knocks.knock(note="about the scale")
        run_jobs(knocks, tmp_path)
        first = mails(knocks)
        assert len(first) == 2, "one for each of the two presenters"
        assert first[0][1] == f"{knocks.ben.name} knocks at your poster"
        assert f"{knocks.ben.name} would like to talk: about the scale" in first[0][2]
        assert f"/tides/posters/{knocks.poster_id}\n" in first[0][2]

        clock.shift(timedelta(minutes=2))
        knocks.knock(knocks.cleo, Wish.QUESTION, "Why?")
        knocks.knock(knocks.chair)
        run_jobs(knocks, tmp_path)
        assert len(mails(knocks)) == 2

        clock.shift(timedelta(minutes=9))
        run_jobs(knocks, tmp_path)

    second = mails(knocks)[2:]
    assert [subject for _, subject, _ in second] == ["2 people knock at your poster"] * 2
    assert knocks.cleo.name in second[0][2]
    assert knocks.chair.name in second[0][2]
    assert knocks.ben.name not in second[0][2]


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_a_presenter_who_is_anywhere_in_the_workshop_gets_no_mail(
    sqlite_store: Store, tmp_path: Path, where: str
) -> None:
    knocks = make_knocks(sqlite_store)
    getattr(knocks, where).add(knocks.other_presenter.known_id)

    knocks.knock()
    run_jobs(knocks, tmp_path)

    assert mails(knocks) == []


def test_who_wants_to_talk_and_has_left_for_a_minute_waits_no_more_but_a_question_does(
    store: Store, tmp_path: Path
) -> None:
    knocks = make_knocks(store)
    talk = knocks.knock()
    both = knocks.knock(knocks.cleo, Wish.QUESTION, "Why?")
    knocks.knock(knocks.cleo, Wish.TALK)
    question = knocks.knock(knocks.chair, Wish.QUESTION, "How?")
    stays = knocks.knock(knocks.organizer)
    presence = Presence()
    presence.enter(room_of(knocks.thread_id), "tab", Seat(knocks.ben.known_id, "Ben", "attendee"))
    presence.enter(room_of(knocks.thread_id), "other", Seat(knocks.organizer.known_id, "Olga", "organizer"))
    keeper = Doorkeeper(Desk(store, config.testing(tmp_path), lambda _work: None), presence)

    keeper.look(0)
    presence.drop("tab")
    keeper.look(30)
    keeper.look(80)
    assert knocks.row(talk).state == State.WAITING
    assert (knocks.row(both).state, knocks.row(both).wish) == (State.WAITING, Wish.QUESTION)
    keeper.look(91)

    assert knocks.row(talk).state == State.MISSED
    assert knocks.row(question).state == knocks.row(stays).state == State.WAITING
    with store.reading() as work:
        told = own_of(work, work.get(Poster, knocks.poster_id), knocks.ben.known_id)
    assert told is not None
    assert "Knock again" in told["told"]


def test_how_many_wait_is_counted_for_many_posters_at_once(store: Store) -> None:
    knocks = make_knocks(store)
    knocks.knock()
    knocks.knock(knocks.cleo, Wish.QUESTION)
    knocks.answer(knocks.knock(knocks.chair))

    with store.reading() as work:
        waiting = waiting_at(work, [knocks.poster_id, 10_000])
        assert waiting_at(work, []) == {}

    oldest = waiting[knocks.poster_id].oldest_at
    assert waiting == {knocks.poster_id: Waiting(1, 1, oldest)}
    assert oldest is not None
    assert now() - oldest < timedelta(minutes=1)


def test_its_presenters_do_not_knock_and_too_long_a_note_is_refused(store: Store) -> None:
    knocks = make_knocks(store)

    with pytest.raises(Conflict, match="You present this poster"):
        knocks.knock(knocks.presenter)
    with pytest.raises(Invalid):
        knocks.knock(note="x" * 201)


def test_who_presents_no_longer_is_cut_off_and_may_answer_no_longer(store: Store) -> None:
    knocks = make_knocks(store)
    knock_id = knocks.knock()

    with committed(store) as work:
        hang(work, knocks.organizer, knocks.poster_id, Place("P1", 1, (knocks.presenter.known_id,)))

    gone = Eviction(person_id=knocks.other_presenter.known_id, workshop_id=knocks.workshop_id)
    assert gone in work.announced
    with pytest.raises(NotAllowed):
        knocks.answer(knock_id, by=knocks.other_presenter)


def test_a_poster_that_is_taken_down_takes_its_knocks_along(store: Store, tmp_path: Path) -> None:
    knocks = make_knocks(store)
    knock_id = knocks.knock(note="about the scale")

    with committed(store) as work:
        take_down(work, knocks.organizer, knocks.poster_id)
    run_jobs(knocks, tmp_path)

    with pytest.raises(NotFound):
        knocks.row(knock_id)
    assert mails(knocks) == []


NOWHERE = Whereabouts(frozenset(), lambda _: False)
ANSWERS: dict[str, Callable[[Work, Actor, int], object]] = {
    "answer": lambda work, actor, knock_id: actions.answer(work, actor, Answer(knock_id, How.COME_IN)),
    "reply": lambda work, actor, knock_id: actions.reply(
        work, actor, Reply(knock_id, "c-1", "Because."), NOWHERE
    ),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_a_visitor_answers_nobody_and_a_stranger_finds_no_knock(sqlite_store: Store, what: str) -> None:
    knocks = make_knocks(sqlite_store)
    knock_id = knocks.knock()

    for actor, refusal in ((knocks.cleo, NotAllowed), (knocks.stranger, NotFound), (VISITOR, NotFound)):
        with sqlite_store.writing() as work:
            with pytest.raises(refusal):
                ANSWERS[what](work, actor, knock_id)
            assert work.announced == []


def test_nobody_knocks_from_outside(sqlite_store: Store) -> None:
    knocks = make_knocks(sqlite_store)

    for actor in (VISITOR, knocks.stranger, Actor(1, workshop_id=knocks.workshop_id)):
        with sqlite_store.writing() as work, pytest.raises(Refusal):
            actions.knock(work, actor, Draft(knocks.poster_id, Wish.TALK), knocks.where)


def test_a_question_that_is_deleted_waits_for_nobody_and_one_may_ask_again(store: Store) -> None:
    knocks = make_knocks(store)
    question = knocks.knock(wish=Wish.QUESTION, note="Why?")
    knocks.knock(knocks.cleo)
    with committed(knocks.store) as work:
        delete(work, knocks.organizer, Change(knocks.thread_id, knocks.row(question).seq or 0, "gone"))

    with knocks.store.reading() as work:
        poster = work.get(Poster, knocks.poster_id)
        assert [one["wish"] for one in queue_of(work, poster)] == ["talk"]
        assert waiting_at(work, [poster.id])[poster.id].questions == 0
        assert own_of(work, poster, knocks.ben.known_id) is None
    again = knocks.knock(wish=Wish.QUESTION)

    assert again != question
    assert knocks.row(question).state == State.WITHDRAWN
    with knocks.store.reading() as work:
        assert [one["wish"] for one in queue_of(work, work.get(Poster, knocks.poster_id))] == [
            "talk",
            "question",
        ]
