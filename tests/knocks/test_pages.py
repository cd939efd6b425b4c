"""Knocking and answering beside the poster and by plain forms, for browsers without JavaScript."""

import pytest

from portal.knocks.events import QuestionMarked
from portal.knocks.rules import How, State, Wish
from tests.knocks.made import Knocks, make_knocks, noticed, said_at
from tests.visit import MakeSite, Site, Visitor


@pytest.fixture
def knocks(site: Site) -> Knocks:
    return make_knocks(site.store)


def page_of(knocks: Knocks) -> str:
    return f"/tides/posters/{knocks.poster_id}/knock"


def after(visitor: Visitor, path: str, **fields: str) -> str:
    """Send a form; the page that it leads to."""
    answer = visitor.post(path, **fields)
    assert answer.status_code == 303
    return visitor.get(answer.headers["Location"]).text


def test_a_visitor_knocks_reads_that_nobody_is_here_and_looks_on(site: Site, knocks: Knocks) -> None:
    visitor, here = site.signed_in(knocks.ben.known_id), page_of(knocks)
    assert "You are just looking. Nobody is rung." in visitor.get(here).text
    assert "Who waits" not in visitor.get(here).text

    told = after(visitor, here, wish="talk", note="about the scale")

    assert "Nobody is here; we told them by e-mail." in told
    room = visitor.get(f"/tides/posters/{knocks.poster_id}")
    assert "Nobody is here; we told them by e-mail." in room.text
    told = after(visitor, f"{here}/withdraw")
    assert "You are just looking. Nobody is rung." in told


def test_too_long_a_note_is_given_back_with_what_is_wrong(site: Site, knocks: Knocks) -> None:
    visitor = site.signed_in(knocks.ben.known_id)

    answer = visitor.post(page_of(knocks), wish="question", note="long " * 60)

    assert answer.status_code == 422
    assert "At most 200 characters" in answer.text
    assert "long long" in answer.text


def test_a_presenter_answers_a_question_and_calls_a_visitor_in(site: Site, knocks: Knocks) -> None:
    question = knocks.knock(wish=Wish.QUESTION, note="Why?")
    talk = knocks.knock(knocks.cleo)
    presenter, here = site.signed_in(knocks.presenter.known_id), page_of(knocks)
    page = presenter.get(here).text
    assert f"<b>{knocks.ben.name}</b> has a question: Why?" in page
    assert f"<b>{knocks.cleo.name}</b> would like to talk" in page

    replied = after(presenter, f"/tides/knocks/{question}/reply", text="Because.")
    called = after(presenter, f"/tides/knocks/{talk}/answer", how="come_in")

    assert "Your answer is in the chat" in replied
    assert "They see that you say: come in." in called
    assert "Nobody waits." in called
    assert said_at(knocks)[-1] == (knocks.presenter.name, f"@{knocks.ben.name} Because.")
    visitor = site.signed_in(knocks.cleo.known_id)
    assert f"{knocks.presenter.name} says: come in." in visitor.get(here).text
    assert knocks.row(talk).state == State.ANSWERED


def test_who_answers_second_reads_who_was_first(site: Site, knocks: Knocks) -> None:
    talk = knocks.knock()
    knocks.answer(talk, How.COME_IN, by=knocks.other_presenter)

    presenter = site.signed_in(knocks.presenter.known_id)

    told = after(presenter, f"/tides/knocks/{talk}/answer", how="come_in")

    assert f"{knocks.other_presenter.name} has answered {knocks.ben.name} already." in told


def test_the_notice_of_a_knock_leads_to_the_poster(site: Site, knocks: Knocks) -> None:
    knocks.knock()
    presenter = site.signed_in(knocks.presenter.known_id)
    assert noticed(knocks, knocks.presenter) == [("knock", "would like to talk")]
    listed = presenter.get("/tides/notices").text
    assert f"{knocks.ben.name} knocks at your poster" in listed

    opened = presenter.post("/tides/notices/1")
    led = presenter.get(opened.headers["Location"])

    assert led.headers["Location"] == f"/tides/posters/{knocks.poster_id}"


def test_the_limits_on_knocks_and_answers_are_told(make_site: MakeSite) -> None:
    site = make_site(limit_knock="1/minute", limit_answer_knock="1/minute", limit_stand="1/minute")
    knocks = make_knocks(site.store)
    talk = f"/tides/knocks/{knocks.knock(knocks.cleo)}/answer"
    visitor, presenter = site.signed_in(knocks.ben.known_id), site.signed_in(knocks.presenter.known_id)
    stand = f"/tides/posters/{knocks.poster_id}/stand"

    told = [
        [visitor.post(page_of(knocks), wish="talk").status_code for _ in range(2)],
        [presenter.post(talk, how="later").status_code for _ in range(2)],
        [presenter.post(stand, code="gone").status_code for _ in range(2)],
    ]

    assert told == [[303, 429]] * 3


def test_readers_of_the_chat_see_which_messages_are_questions_and_which_are_answered(
    site: Site, knocks: Knocks
) -> None:
    reader, room = site.signed_in(knocks.chair.known_id), f"/tides/posters/{knocks.poster_id}"
    question = knocks.knock(wish=Wish.QUESTION, note="Why?")
    marked = knocks.told(QuestionMarked)
    assert [(one.room, one.seq, one.mark) for one in marked] == [(f"thread:{knocks.thread_id}", 1, "open")]
    assert '<span class="badge">question</span>' in reader.get(room).text

    knocks.reply(question, "Because.")

    assert [one.mark for one in knocks.told(QuestionMarked)] == ["answered"]
    assert reader.get(room).text.count('<p class="message-mark">') == 1
    assert '<span class="badge">question, answered</span>' in reader.get(room).text
    knocks.knock(knocks.cleo, Wish.QUESTION, "How?")
    knocks.withdraw(knocks.cleo)
    assert [one.mark for one in knocks.told(QuestionMarked)] == [""]
    assert reader.get(room).text.count('<p class="message-mark">') == 1


def test_a_presenters_own_page_says_what_waits_and_leads_there(site: Site, knocks: Knocks) -> None:
    presenter = site.signed_in(knocks.presenter.known_id)
    answered = knocks.knock(wish=Wish.QUESTION, note="Why?")
    knocks.answer(answered, How.DONE)
    assert "open question" not in presenter.get("/tides/my-posters").text
    knocks.knock(wish=Wish.QUESTION, note="How?")
    knocks.knock(knocks.cleo)

    mine = presenter.get("/tides/my-posters").text

    assert f'<a href="{page_of(knocks)}">1 open question, and 1 visitor who would like to talk<' in mine


def test_a_chair_sees_who_waits_at_a_poster(site: Site, knocks: Knocks) -> None:
    knocks.knock()

    page = site.signed_in(knocks.chair.known_id).get(page_of(knocks)).text

    assert f"<b>{knocks.ben.name}</b> would like to talk" in page
    assert "Where are you?" not in page


def test_the_store_is_asked_no_more_for_many_who_wait(site: Site, knocks: Knocks) -> None:
    presenter = site.signed_in(knocks.presenter.known_id)
    knocks.knock(wish=Wish.QUESTION, note="Why?")
    with site.questions() as one:
        presenter.get(page_of(knocks))
    knocks.knock(knocks.cleo, Wish.QUESTION, "How?")
    knocks.knock(knocks.chair, Wish.QUESTION, "When?")

    with site.questions() as three:
        presenter.get(page_of(knocks))

    assert len(three) == len(one)
