"""The plain forms of a chat: what is refused comes back with what was typed, and what was said is changed on pages."""

import re
from html import unescape

import pytest

from portal.threads.events import MessageDeleted, MessageEdited
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


@pytest.fixture
def quick(make_site: MakeSite) -> Site:
    """A portal where one may write as often as one likes."""
    return make_site(limit_post="1000/minute")


def room(visitor: Visitor, scene: Scene) -> str:
    return visitor.get(f"/tides/posters/{scene.poster_id}").text


def href(page: str, word: str) -> str:
    """Where the link of this word in the menu of a message leads."""
    found = re.search(rf'<a href="([^"]+)"><svg(?:(?!</a>).)*</svg>{word}</a>', page, re.DOTALL)
    assert found, f"the page offers no {word}"
    return unescape(found[1])


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_without_scripts_a_message_is_edited_on_a_page_that_leads_back_to_it(quick: Site) -> None:
    scene = make_scene(quick.store)
    attendee = quick.signed_in(scene.attendee.known_id)
    say(attendee, scene, "helo <b>")
    where = href(room(attendee, scene), "Edit")

    form = attendee.get(where).text
    assert ">helo &lt;b&gt;</textarea>" in form
    words = {"client_id": field(form, "client_id"), "next": field(form, "next"), "text": "hello <b>"}
    saved = [attendee.post(where, **words) for _ in range(2)]

    assert [one.headers["Location"] for one in saved] == [f"/tides/posters/{scene.poster_id}#message-1"] * 2
    assert 'hello &lt;b&gt;<small class="message-edited"> (edited)</small>' in room(attendee, scene)
    heard = [fact.wire() for fact in quick.heard if isinstance(fact, MessageEdited)]
    assert [(one["seq"], one["target"], one["text"]) for one in heard] == [(2, 1, "hello <b>")]


def test_without_scripts_a_message_is_deleted_after_a_question(quick: Site) -> None:
    scene = make_scene(quick.store)
    attendee = quick.signed_in(scene.attendee.known_id)
    say(attendee, scene, "a secret")
    where = href(room(attendee, scene), "Delete")

    question = attendee.get(where)
    assert "Delete your message? a secret" in lead(question)
    form = question.text
    gone = attendee.post(where, client_id=field(form, "client_id"), next=field(form, "next"))

    assert gone.headers["Location"] == f"/tides/posters/{scene.poster_id}#message-1"
    page = room(attendee, scene)
    assert "a secret" not in page
    assert "This message was deleted." in page
    assert "message-menu" not in page
    assert 'data-last="2"' in page
    assert [fact.wire()["seq"] for fact in quick.heard if isinstance(fact, MessageDeleted)] == [2]


def test_an_edit_that_cannot_be_kept_comes_back_with_what_was_typed(quick: Site) -> None:
    scene = make_scene(quick.store)
    attendee = quick.signed_in(scene.attendee.known_id)
    say(attendee, scene, "hello")
    where = href(room(attendee, scene), "Edit")

    empty = attendee.post(where, text=" ", client_id="form-1")
    long = attendee.post(where, text="x" * 4001, client_id="form-1")

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Please write something first." in lead(empty)
    assert field(long.text, "client_id") == "form-1"
    assert "x" * 4001 in long.text


def test_the_menu_offers_what_one_may_do(quick: Site) -> None:
    scene = make_scene(quick.store)
    attendee, presenter, organizer = (
        quick.signed_in(one.known_id) for one in (scene.attendee, scene.presenter, scene.organizer)
    )
    say(attendee, scene, "hello")
    say(presenter, scene, "welcome")

    offered = [
        (page.count("/edit?next="), page.count("/delete?next="))
        for page in (room(visitor, scene) for visitor in (attendee, presenter, organizer))
    ]

    assert offered == [(1, 1), (1, 2), (0, 2)]


def test_a_message_that_is_gone_has_no_page(quick: Site) -> None:
    scene = make_scene(quick.store)
    attendee = quick.signed_in(scene.attendee.known_id)
    say(attendee, scene, "hello")
    where = f"/tides/threads/{scene.thread_id}/messages"
    attendee.post(f"{where}/1/delete")

    told = [
        attendee.get(f"{where}/{page}").status_code for page in ("1/edit", "1/delete", "2/edit", "9/edit")
    ]
    late = attendee.post(f"{where}/1/edit", text="too late")

    assert told == [409, 409, 404, 404]
    assert late.status_code == 409
    assert "This message was deleted." in lead(late)
