"""Announcements by plain HTML: on every page, in the inbox, and the form."""

import re

import pytest

from portal.announcements.rules import Audience, Kind
from tests.announcements.made import Scene, make_scene
from tests.visit import MakeSite, Site, Visitor


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


def bar(page: str) -> str:
    """What stands under the now bar."""
    found = re.search(r'<aside class="announcements".*?</aside>', page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("path", ["/", "/schedule", "/papers", "/posters", "/stage", "/announcements"])
def test_every_page_carries_what_was_announced_and_asks_the_store_once_for_it(
    site: Site, scene: Scene, attendee: Visitor, path: str
) -> None:
    scene.say("Lunch is served at https://lunch.example/menu.")

    with site.questions() as asked:
        page = attendee.get(f"/tides{path}")

    assert '<a href="https://lunch.example/menu" rel="noopener">' in bar(page.text)
    assert "<span data-unread-count>1</span>" in page.text
    mine = [statement for statement in asked if "FROM announcements" in statement]
    assert len(mine) == (2 if path == "/announcements" else 1)


def test_markup_in_an_announcement_is_only_text(attendee: Visitor, scene: Scene) -> None:
    scene.say("<b>Lunch</b>")

    assert "&lt;b&gt;Lunch&lt;/b&gt;" in bar(attendee.get("/tides/schedule").text)


def test_each_room_shows_its_own(attendee: Visitor, scene: Scene) -> None:
    scene.say("at the stage", Audience.STAGE)
    scene.say("in the hall", Audience.HALL)

    told = {
        path: [word for word in ("at the stage", "in the hall") if word in bar(attendee.get(path).text)]
        for path in ("/tides/stage/main", "/tides/stage/side", "/tides/posters", "/tides/schedule")
    }

    assert told == {
        "/tides/stage/main": ["at the stage"],
        "/tides/stage/side": [],
        "/tides/posters": ["in the hall"],
        "/tides/schedule": [],
    }
    inbox = attendee.get("/tides/announcements").text
    assert "at the stage" in inbox
    assert "in the hall" in inbox


def test_who_is_not_let_in_reads_nothing(site: Site, scene: Scene) -> None:
    scene.say("Lunch is served")

    for visitor in (site.visitor(), site.signed_in(scene.stranger.known_id)):
        page = visitor.get("/tides/schedule")
        assert page.status_code == 200
        assert "Lunch" not in page.text
        assert visitor.get("/tides/announcements").status_code in {303, 403}


def test_dismissing_goes_back_to_the_page_and_the_inbox_keeps_it(attendee: Visitor, scene: Scene) -> None:
    said = scene.say()

    answer = attendee.post(f"/tides/announcements/{said}/dismiss", next="/tides/schedule")

    assert answer.headers["Location"] == "/tides/schedule"
    assert "Lunch" not in bar(attendee.get("/tides/schedule").text)
    inbox = attendee.get("/tides/announcements").text
    assert "Lunch is served" in inbox
    assert "data-unread-mark" not in inbox


def test_an_empty_inbox_says_what_will_be_here(attendee: Visitor, scene: Scene) -> None:
    assert "Nothing has been announced yet" in attendee.get("/tides/announcements").text


def test_the_preview_says_who_is_told_and_for_how_long_and_tells_nobody(
    site: Site, organizer: Visitor, attendee: Visitor, scene: Scene
) -> None:
    words = {"text": "Lunch", "audience": "presenters", "minutes": "90", "kind": "urgent"}

    page = organizer.post("/tides/announcements/new", step="preview", **words)

    assert page.status_code == 200
    assert "Presenters and organizers: 2 people" in page.text
    assert "1 h 30 min, until" in page.text
    assert ">Lunch</textarea>" in page.text
    assert site.heard == []


def test_sending_withdrawing_and_saying_it_again_is_heard_and_seen(
    site: Site, organizer: Visitor, attendee: Visitor, scene: Scene
) -> None:
    words = {"text": "Lunch", "audience": "all", "minutes": "stay", "kind": "news", "client_id": "c-1"}
    for _ in range(2):
        assert organizer.post("/tides/announcements/new", **words).status_code == 303
    assert attendee.get("/tides/announcements").text.count('class="inbox-text"') == 1
    (number,) = re.findall(r"announcements/(\d+)/withdraw", organizer.get("/tides/announcements").text)

    organizer.post(f"/tides/announcements/{number}/withdraw")
    assert "Lunch" not in attendee.get("/tides/announcements").text
    assert "Say it again" in organizer.get("/tides/announcements").text

    organizer.post(f"/tides/announcements/{number}/restore")
    assert "Lunch" in bar(attendee.get("/tides/schedule").text)
    assert [vars(event)["head"] for event in site.heard] == [1, 2, 3]


@pytest.mark.parametrize("words", [{"text": ""}, {"text": "x" * 401}, {"audience": ""}, {"minutes": "soon"}])
def test_a_form_that_does_not_fit_is_shown_again_with_what_was_typed(
    organizer: Visitor, scene: Scene, words: dict[str, str]
) -> None:
    sent = {"text": "Lunch", "audience": "hall", "minutes": "60", "kind": "news", **words}

    page = organizer.post("/tides/announcements/new", **sent)

    assert page.status_code in {400, 422}
    assert "Something needs another look" in page.text
    assert f">{sent['text']}</textarea>" in page.text


def test_a_chair_is_offered_stages_alone(site: Site, scene: Scene) -> None:
    page = site.signed_in(scene.chair.known_id).get("/tides/announcements/new")

    assert re.findall(r'<option value="(all|presenters|hall|stage:\d+)"', page.text) == [
        f"stage:{scene.stage_id}",
        f"stage:{scene.other_stage_id}",
    ]


def test_nobody_announces_without_end(make_site: MakeSite) -> None:
    site = make_site(limit_announce="1/minute")
    scene = make_scene(site.store)
    organizer = site.signed_in(scene.organizer.known_id)
    words = {"audience": "all", "minutes": "10"}

    told = [organizer.post("/tides/announcements/new", text=text, **words).status_code for text in ("a", "b")]

    assert told == [303, 429]


def test_an_urgent_one_says_so_in_words(attendee: Visitor, scene: Scene) -> None:
    scene.say("Leave the building", kind=Kind.URGENT)

    assert "<strong>Urgent</strong>" in bar(attendee.get("/tides/schedule").text)
