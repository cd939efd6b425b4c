"""Lite: words and slides first, the video and the pictures when they are asked for."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.stage.made import NOON, Scene, make_scene
from tests.visit import Site, Visitor

SAVING = {"Save-Data": "on"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


def is_lite(page: str) -> bool:
    return " data-lite" in page.partition("<head>")[0]


def test_who_asks_for_lite_has_it_on_every_page_until_they_ask_for_all(attendee: Visitor) -> None:
    assert not is_lite(attendee.get("/tides/schedule").text)

    assert attendee.post("/preferences", lite="on", next="/tides/stage").status_code == 303
    assert is_lite(attendee.get("/tides/schedule").text)

    attendee.post("/preferences", lite="off")
    assert not is_lite(attendee.get("/tides/schedule").text)


def test_a_browser_that_saves_data_gets_lite_unless_its_person_chose_otherwise(attendee: Visitor) -> None:
    assert is_lite(attendee.get("/tides/schedule", headers=SAVING).text)

    attendee.post("/preferences", lite="off")

    assert not is_lite(attendee.get("/tides/schedule", headers=SAVING).text)


def test_on_a_lite_stage_the_video_waits_behind_words_and_a_button(attendee: Visitor, scene: Scene) -> None:
    assert " data-autoplay" in attendee.get(scene.room).text

    page = attendee.get(scene.room, headers=SAVING).text

    assert " data-autoplay" not in page
    assert "Lite: the video waits" in page
    assert "Load the video" in page
    assert "Live stream" in page


def test_on_a_lite_stage_the_slides_and_the_chat_are_all_there(attendee: Visitor, scene: Scene) -> None:
    page = attendee.get(scene.room, headers=SAVING).text

    assert 'id="talk-chat"' in page
    assert "On the <em>pull</em> of the moon." in page
