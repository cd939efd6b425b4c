"""The plain form of a chat: what is refused comes back to the page that it was written on."""

import re

import pytest

from tests.posters.made import Scene, make_scene
from tests.visit import MakeSite, Site, Visitor, lead


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site(limit_post="1/hour")


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


def say(visitor: Visitor, scene: Scene, text: str) -> tuple[int, str | None]:
    """Write into the chat of the poster."""
    sent = visitor.post(
        f"/tides/threads/{scene.thread_id}/messages", text=text, next=f"/tides/posters/{scene.poster_id}#talk"
    )
    return sent.status_code, sent.headers.get("Location")


def typed(visitor: Visitor, scene: Scene) -> str:
    """What stands in the field for a message."""
    found = re.search(r'name="text"[^>]*>([^<]*)<', visitor.get(f"/tides/posters/{scene.poster_id}").text)
    assert found
    return found[1]


def test_an_empty_message_goes_back_to_the_chat_and_says_why(scene: Scene, attendee: Visitor) -> None:
    answer = say(attendee, scene, "  ")

    assert answer == (303, f"/tides/posters/{scene.poster_id}#talk")
    assert "Please write something first." in lead(attendee.get(f"/tides/posters/{scene.poster_id}"))


def test_a_message_that_comes_too_fast_goes_back_with_its_text_once(scene: Scene, attendee: Visitor) -> None:
    say(attendee, scene, "First")

    answer = say(attendee, scene, "Second & last")

    assert answer == (303, f"/tides/posters/{scene.poster_id}#talk")
    assert typed(attendee, scene) == "Second &amp; last"
    assert typed(attendee, scene) == ""


def test_a_text_too_long_for_a_cookie_is_refused_where_one_step_back_still_has_it(
    scene: Scene, attendee: Visitor
) -> None:
    say(attendee, scene, "First")

    assert say(attendee, scene, "long " * 400) == (429, None)


def test_who_may_not_write_is_refused_as_everywhere(site: Site, scene: Scene) -> None:
    stranger = site.signed_in(scene.stranger.known_id)

    assert say(stranger, scene, "Hello") == (403, None)
