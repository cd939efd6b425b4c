"""The pages of questions: what each person finds there, and the plain forms."""

import re

import pytest

from portal.questions.actions import answer
from portal.questions.rules import Change
from tests.made import committed
from tests.questions.made import Scene, make_scene
from tests.visit import Site, Visitor


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def chair(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.chair.known_id)


def test_the_stage_shows_the_questions_of_the_talk_that_is_on(attendee: Visitor, scene: Scene) -> None:
    scene.ask("Why?")

    page = attendee.get("/tides/stage")

    assert f'data-board="{scene.address}"' in page.text
    assert "Questions to “Moon”" in page.text
    assert "Why?" in page.text


def test_who_is_not_let_in_reads_no_question(site: Site, scene: Scene) -> None:
    scene.ask("Why is the sea salt?")
    path = f"/tides/questions/{scene.address}"

    for visitor in (site.visitor(), site.signed_in(scene.stranger.known_id)):
        page = visitor.get(f"/tides/sessions/{scene.session_id}")
        assert page.status_code == 200
        assert "sea salt" not in page.text
        assert visitor.get(path).status_code in {303, 403}


def test_a_written_answer_stands_in_the_programme_afterwards(attendee: Visitor, scene: Scene) -> None:
    question_id = scene.ask("Why?")
    with committed(scene.store) as work:
        answer(work, scene.chair, Change(question_id, text="Because of the moon."))

    page = attendee.get(f"/tides/sessions/{scene.session_id}")

    assert "1 question" in page.text
    assert "Because of the moon." in page.text
    assert f"Answer by {scene.chair.name}" in page.text


def test_the_form_says_beforehand_what_becomes_of_the_name(attendee: Visitor, scene: Scene) -> None:
    path = f"/tides/questions/{scene.address}"
    assert "Nobody is shown it, the chair neither." in attendee.get(path).text

    attendee.post(path, text="Is this silly?", is_anonymous="yes", client_id="c-1")

    assert "Without a name" in attendee.get(path).text


def test_a_form_that_is_sent_twice_asks_once(attendee: Visitor, scene: Scene) -> None:
    path = f"/tides/questions/{scene.address}"
    for _ in range(2):
        assert attendee.post(path, text="Why?", client_id="c-1").status_code == 303

    assert scene.texts() == ["Why?"]


def test_a_refused_question_is_still_in_the_form(attendee: Visitor, scene: Scene) -> None:
    text = "long " * 300

    page = attendee.post(f"/tides/questions/{scene.address}", text=text, client_id="c-1")

    assert page.status_code == 422
    assert text.strip() in page.text
    assert "at most 1000 fit" in page.text


def test_a_waiting_question_is_seen_by_who_asked_and_by_the_chair(
    site: Site, attendee: Visitor, chair: Visitor, scene: Scene
) -> None:
    scene.lead(moderated=True)
    path = f"/tides/questions/{scene.address}"
    told = attendee.post(path, text="Why the sea?", client_id="c-1", next="/tides/stage")

    assert told.location == "/tides/stage"
    assert "waits for the chair" in attendee.get("/tides/stage").text
    assert "Why the sea?" in attendee.get(path).text
    assert "Why the sea?" in chair.get(f"{path}/chair").text
    assert "Why the sea?" not in site.signed_in(scene.other.known_id).get(path).text


def test_the_chair_finds_the_poster_of_the_same_paper_first(chair: Visitor, scene: Scene) -> None:
    page = chair.get(f"/tides/questions/{scene.address}/chair")

    options = re.findall(r'<option value="(\d*)">([^<]*)', page.text)
    assert options[0] == (str(scene.thread_id), "moon.")
    assert "Another paper" in options[1]


def test_the_chair_changes_how_questions_are_taken(chair: Visitor, attendee: Visitor, scene: Scene) -> None:
    path = f"/tides/questions/{scene.address}"
    assert chair.post(f"{path}/rules", is_moderated="yes").status_code == 303

    page = attendee.get(path)

    assert "takes no more questions" in page.text
    assert attendee.post(path, text="Why?", client_id="c-1").status_code == 409


def test_who_asks_changes_and_takes_back_a_question(attendee: Visitor, scene: Scene) -> None:
    question_id = scene.ask("Wyh?")
    path = f"/tides/questions/{question_id}"
    assert "Wyh?" in attendee.get(f"{path}/edit").text

    back = f"/tides/questions/{scene.address}"
    assert attendee.post(f"{path}/edit", text="Why?", next=back).location == back
    assert scene.texts() == ["Why?"]
    assert attendee.post(f"{path}/withdraw", next=back).location == back
    assert scene.texts() == []
    assert attendee.get(f"{path}/edit").status_code == 404


def test_the_boards_of_another_workshop_and_of_nothing_are_not_there(attendee: Visitor, scene: Scene) -> None:
    for address in ("t999999", "x1", "t0", "s999999"):
        assert attendee.get(f"/tides/questions/{address}").status_code == 404
    assert attendee.get(f"/tides-dunes/questions/{scene.address}").status_code == 404


def test_a_board_asks_the_store_little_however_many_questions_it_has(
    site: Site, attendee: Visitor, scene: Scene
) -> None:
    for number in range(12):
        scene.ask(f"Number {number}?", by=scene.other)

    with site.questions() as statements:
        attendee.get("/tides/stage")

    assert len(statements) <= 19
