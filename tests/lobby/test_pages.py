"""The lobby and the help page without JavaScript, and the way to a message from its notice."""

import re

import pytest

from portal.access import Role
from portal.lobby.actions import open_lobby
from portal.threads.actions import post
from portal.threads.rules import BACKLOG, MessageDraft
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.posters.made import Scene, make_scene
from tests.visit import MakeSite, Site, Visitor


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site()


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


def lobby_of(site: Site, scene: Scene) -> int:
    with committed(site.store) as work:
        return open_lobby(work, scene.attendee)


def test_the_first_visit_makes_the_lobby_and_everybody_comes_into_the_same(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    thread = re.search(r'data-thread="(\d+)"', attendee.get("/tides/lobby").text)
    other = site.signed_in(scene.presenter.known_id).get("/tides/lobby").text

    assert thread
    assert thread[0] in other
    assert lobby_of(site, scene) == int(thread[1])


def test_every_page_leads_to_the_lobby_the_notices_and_help_from_the_same_corner(attendee: Visitor) -> None:
    for path in ("/tides/", "/tides/schedule", "/tides/posters", "/tides/help"):
        corner = attendee.get(path).text.partition('class="masthead-icons"')[2].partition("</div>")[0]
        assert re.findall(r'<a [^>]*href="([^"]+)"', corner) == [
            "/tides/lobby",
            "/tides/notices",
            "/tides/help",
        ]


def test_who_is_not_signed_in_is_given_the_organizers_address_and_the_way_in(
    site: Site, scene: Scene
) -> None:
    with committed(site.store) as work:
        work.get(Workshop, scene.attendee.workshop_id or 0).contact = "tides@example.org"

    page = site.visitor().get("/tides/help").text

    assert "mailto:tides@example.org" in page
    assert "/sign-in?next=/tides/help" in page
    assert "/tides/help/desk" not in page


def test_a_question_and_its_answer_without_javascript(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        workshop = work.get(Workshop, scene.attendee.workshop_id or 0)
        volunteer = make_actor(work, workshop, Role.VOLUNTEER)
    helper = site.signed_in(volunteer.known_id)

    asked = attendee.post("/tides/help", text="Where is the link?")
    listed = helper.get("/tides/help/desk").text
    href = re.search(r'href="(/tides/help/desk/\d+)"', listed)

    assert (asked.status_code, asked.headers["Location"]) == (303, "/tides/help#talk")
    assert href
    assert "1 unread" in listed
    assert "Where is the link?" in helper.get(href[1]).text
    helper.post(f"{href[1]}/done")
    assert "Nobody waits for help" in helper.get("/tides/help/desk").text
    assert attendee.get("/tides/help/desk").status_code == 403


def test_an_empty_question_comes_back_with_what_to_mend(attendee: Visitor) -> None:
    assert "Please write something first." in attendee.post("/tides/help", text=" ").text


def test_a_notice_leads_to_its_message_and_is_read_then(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        text = f"@{scene.attendee.name} look"
        seq = post(work, scene.presenter, MessageDraft(scene.thread_id, "c-1", text))
    page = attendee.get("/tides/notices").text
    action = re.search(r'action="(/tides/notices/\d+)"', page)
    assert action
    assert f"{scene.presenter.name} mentioned you" in page

    told = attendee.post(action[1])
    there = attendee.get(told.headers["Location"])

    assert there.headers["Location"] == f"/tides/posters/{scene.poster_id}#message-{seq}"
    assert "Unread" not in attendee.get("/tides/notices").text
    chat = attendee.get(f"/tides/posters/{scene.poster_id}").text
    assert f'<span class="mention is-me" data-person="{scene.attendee.known_id}">@' in chat


def test_a_message_of_long_ago_is_on_the_page_that_its_address_leads_to(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    thread = lobby_of(site, scene)
    with committed(site.store) as work:
        for number in range(BACKLOG + 60):
            post(work, scene.presenter, MessageDraft(thread, f"c-{number}", f"message {number}"))

    told = attendee.get(f"/tides/threads/{thread}/messages/3").headers["Location"]

    assert told.startswith("/tides/lobby?before=")
    assert 'id="message-3"' in attendee.get(told.partition("#")[0]).text


def test_a_reaction_without_javascript(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        seq = post(work, scene.presenter, MessageDraft(scene.thread_id, "c-1", "hello"))
    address = f"/tides/threads/{scene.thread_id}/messages/{seq}/reactions"
    back = f"/tides/posters/{scene.poster_id}#message-{seq}"

    put = attendee.post(address, reaction="heart", is_on="yes", next=back)

    assert (put.status_code, put.headers["Location"]) == (303, back)
    assert f"<span>{scene.attendee.name}</span>" in attendee.get(address).text
    assert "Heart, you too:" in attendee.get(f"/tides/posters/{scene.poster_id}").text
    attendee.post(address, reaction="heart", is_on="no", next=back)
    assert "Heart" not in attendee.get(f"/tides/posters/{scene.poster_id}").text.partition("data-log")[2]
