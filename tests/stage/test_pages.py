"""The pages of the stage: who sees what, what is said in each state, and the organizer's forms."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.realtime.presence import Presence, Seat
from portal.slides.actions import add_slides
from portal.stage.models import Stage
from portal.threads.actions import post
from portal.threads.rules import MessageDraft, room_of
from portal.workshops.models import Workshop
from tests.made import committed
from tests.posters.made import stashed_pdf
from tests.stage.made import NOON, STREAM, VIDEO, Scene, make_scene
from tests.visit import MakeSite, Site, Visitor, lead

SECRETS = (STREAM, VIDEO, "youtube", "stream.example", 'data-thread="', "Hello from the shore", "welcome.pdf")
"""What nobody may find in a page who is not accepted."""


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site(is_demo=True)


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


@pytest.fixture
def filled(site: Site, scene: Scene, tmp_path: Path) -> Scene:
    """Somebody has spoken, and slides lie beside the session."""
    stashed = stashed_pdf(tmp_path)
    with committed(site.store) as work:
        post(work, scene.attendee, MessageDraft(scene.thread_id, "1", "Hello from the shore"))
        deck = add_slides(work, scene.organizer, scene.session_id, None, stashed)
        deck.file.name = "welcome.pdf"
    return scene


def sources(text: str) -> list[dict[str, Any]]:
    """What the player is given."""
    found = re.search(r'data-sources="([^"]*)"', text)
    assert found
    return list(json.loads(unescape(found[1])))


def test_an_accepted_person_gets_the_stream_the_slides_and_the_talk_of_the_stage(
    filled: Scene, attendee: Visitor
) -> None:
    page = attendee.get(filled.room)

    assert [(one["kind"], one["label"]) for one in sources(page.text)] == [
        ("hls", "Live stream"),
        ("youtube", "YouTube"),
        ("page", "The other page"),
    ]
    assert f'data-thread="{filled.thread_id}"' in page.text
    assert "welcome.pdf" in page.text
    assert "Hello from the shore" in lead(page)
    assert "On the pull of the moon." in lead(page)


def test_people_who_are_not_accepted_read_the_programme_and_nothing_else(site: Site, filled: Scene) -> None:
    for visitor in (
        site.visitor(),
        site.signed_in(filled.waiting.known_id),
        site.signed_in(filled.stranger.known_id),
    ):
        page = visitor.get(filled.room)

        assert page.status_code == 200
        assert "On the pull of the moon." in lead(page)
        assert "Watch and talk here" in lead(page)
        assert [secret for secret in SECRETS if secret in page.text] == []


def test_a_schedule_that_is_for_registered_people_hides_its_sessions_and_the_bar(
    site: Site, scene: Scene
) -> None:
    with committed(site.store) as work:
        work.get(Workshop, scene.workshop_id).registered_pages = ["schedule"]

    assert site.signed_in(scene.waiting.known_id).get(scene.room).status_code == 403
    bar = site.visitor().get("/tides/now")
    assert "tides" not in lead(bar).lower()
    assert "Spring tides" in lead(site.signed_in(scene.attendee.known_id).get("/tides/now"))


def test_nobody_learns_of_an_unpublished_workshop_from_its_stage(site: Site, scene: Scene) -> None:
    with committed(site.store) as work:
        work.get(Workshop, scene.workshop_id).is_published = False

    outsiders = [
        site.visitor(),
        site.signed_in(scene.waiting.known_id),
        site.signed_in(scene.stranger.known_id),
    ]
    for visitor in outsiders:
        for path in ("/tides/stage", "/tides/stage/main", scene.room, "/tides/now"):
            assert visitor.get(path).status_code == 404, path
    assert site.signed_in(scene.attendee.known_id).get("/tides/stage").status_code == 200


def test_the_stage_sends_visitors_to_sign_in_and_tells_others_how_to_come_in(
    site: Site, scene: Scene
) -> None:
    led = site.visitor().get("/tides/stage")
    told = site.signed_in(scene.waiting.known_id).get("/tides/stage")

    assert (led.status_code, led.location) == (303, "/sign-in?next=/tides/stage")
    assert told.status_code == 403
    assert "people whose registration has been accepted" in lead(told)


def test_the_stage_shows_the_talk_that_is_on(attendee: Visitor, scene: Scene) -> None:
    page = attendee.get("/tides/stage")

    assert re.search(r"<h1>Moon</h1>", page.text)
    assert "data-autoplay" in page.text
    assert f'data-turns="{(NOON + timedelta(minutes=5)).isoformat()}"' in page.text
    assert attendee.get("/tides/stage/main").text.count("<h1>Moon</h1>") == 1
    assert attendee.get("/tides/stage/other").status_code == 404


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-27, "Starts at 11:45 , in 12 min"),
        (20, "This is over"),
        (-24 * 60, "Starts at 11:45"),
    ],
)
def test_a_session_says_when_it_is_not_on(
    site: Site, scene: Scene, noon: time_machine.Traveller, minutes: int, words: str
) -> None:
    noon.shift(timedelta(minutes=minutes))

    page = site.signed_in(scene.attendee.known_id).get(scene.room)

    assert words in lead(page)
    assert "data-autoplay" not in page.text


def test_a_stage_without_a_source_says_so_and_shows_its_organizer_the_way(
    site: Site, scene: Scene, attendee: Visitor, organizer: Visitor
) -> None:
    with committed(site.store) as work:
        work.get(Stage, scene.stage_id).sources = []

    assert "No stream yet" in lead(attendee.get(scene.room))
    assert "Add a stream" not in lead(attendee.get(scene.room))
    assert "Add a stream" in lead(organizer.get(scene.room))


def test_a_session_without_a_stage_has_neither_video_nor_chat(
    site: Site, scene: Scene, organizer: Visitor, attendee: Visitor
) -> None:
    organizer.post(
        f"/tides/stages/{scene.stage_id}/edit", name="Main stage", slug="main", session=str(scene.next_id)
    )

    page = attendee.get(scene.room)

    assert page.status_code == 200
    assert 'class="video"' not in page.text
    assert 'data-thread="' not in page.text
    assert "Watch and talk here" not in lead(page)


def test_a_workshop_without_a_stage_says_what_will_be_here(
    site: Site, scene: Scene, organizer: Visitor, attendee: Visitor
) -> None:
    organizer.post(f"/tides/stages/{scene.stage_id}/delete")

    assert "No stage yet" in lead(attendee.get("/tides/stage"))
    assert "Set up a stage" in lead(organizer.get("/tides/stage"))


def test_who_watches_is_shown_with_the_chat(site: Site, scene: Scene, attendee: Visitor) -> None:
    presence: Presence = site.app.extensions["presence"]
    presence.enter(room_of(scene.thread_id), "a socket", Seat(7, "Mina", "chair"))

    assert re.search(r"data-people-count[^>]*>1<", attendee.get(scene.room).text)


def test_older_messages_are_read_back_without_scripts(site: Site, scene: Scene, attendee: Visitor) -> None:
    with committed(site.store) as work:
        for number in range(1, 206):
            post(work, scene.attendee, MessageDraft(scene.thread_id, str(number), f"Wave {number}."))

    newest = attendee.get(scene.room)
    older = attendee.get(f"{scene.room}?before=6")

    assert f'href="{scene.room}?before=6"' in newest.text
    assert ("Wave 5." in lead(newest), "Wave 5." in lead(older), "Wave 6." in lead(older)) == (
        False,
        True,
        False,
    )
    assert attendee.get(f"{scene.room}?before=-1").status_code == 200


def test_the_bar_names_the_talk_then_what_comes_next_then_nothing(
    attendee: Visitor, scene: Scene, noon: time_machine.Traveller
) -> None:
    told = []
    for minutes in (0, 12, -30, 60):
        noon.move_to(NOON + timedelta(minutes=minutes))
        bar = attendee.get("/tides/now").text
        state = re.search(r'data-state="(\w+)"', bar)
        title = re.search(r'now-bar-title"><a href="([^"]+)">([^<]+)', bar)
        told.append((state and state[1], title and title[2], title and title[1]))

    assert told == [
        ("now", "Moon", scene.room),
        ("now", "Spring tides", scene.room),
        ("next", "Spring tides", scene.room),
        ("none", None, None),
    ]


def test_the_demos_stream_is_for_the_people_of_the_stage(site: Site, scene: Scene, attendee: Visitor) -> None:
    playlist = attendee.get(STREAM)

    assert playlist.content_type == "application/vnd.apple.mpegurl"
    names = [line for line in playlist.text.splitlines() if not line.startswith("#")]
    assert attendee.get(STREAM.replace("live.m3u8", names[0])).data[:1] == b"\x47"
    for path in (STREAM, STREAM.replace("live.m3u8", names[0])):
        assert site.visitor().get(path).status_code == 303
        assert site.signed_in(scene.waiting.known_id).get(path).status_code == 403
    assert attendee.get(STREAM.replace("live.m3u8", "loop.m3u8")).status_code == 404
    assert attendee.get(STREAM.replace("live.m3u8", "..%2f__init__.py")).status_code == 404


def test_only_the_demo_has_a_stream_of_its_own(make_site: MakeSite) -> None:
    site = make_site()
    scene = make_scene(site.store)

    assert site.signed_in(scene.attendee.known_id).get(STREAM).status_code == 404


def test_an_organizer_sets_up_a_stage_from_pasted_addresses(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    answer = organizer.post(
        "/tides/stages/new",
        name="Side  stage",
        slug="",
        order=["2", "1", "3"],
        kind=["", "", "page"],
        url=["https://youtu.be/dQw4w9WgXcQ", "https://meet.jit.si/Tides", ""],
        label=["Recording", "", ""],
        session=[str(scene.next_id)],
    )

    assert (answer.status_code, answer.location) == (303, "/tides/stage/side-stage")
    with site.store.reading() as work:
        stage = work.session.scalars(select(Stage).where(Stage.slug == "side-stage")).one()
        assert [(one.kind, one.url, one.label) for one in stage.sources] == [
            ("meeting", "https://meet.jit.si/Tides", ""),
            ("youtube", VIDEO, "Recording"),
        ]


def test_a_form_that_is_refused_keeps_what_was_typed_and_names_each_bad_field(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    path = f"/tides/stages/{scene.stage_id}/edit"

    answer = organizer.post(
        path,
        name="Renamed",
        slug="Not a slug",
        order=["1", "2"],
        kind=["hls", "youtube"],
        url=["https://cdn.example/live.m3u8", "javascript:alert(1)"],
        label=["CDN", ""],
    )

    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([^"]+)">', answer.text) == ["slug", "url-1", "url-2"]
    assert "PORTAL_STREAM_HOSTS" in lead(answer)
    assert 'value="https://cdn.example/live.m3u8"' in answer.text
    assert 'value="Renamed"' in answer.text
    with site.store.reading() as work:
        assert work.get(Stage, scene.stage_id).name == "Main stage"


def test_an_address_that_is_taken_is_said_at_its_field(scene: Scene, organizer: Visitor) -> None:
    answer = organizer.post("/tides/stages/new", name="Another", slug="main")

    assert answer.status_code == 409
    assert re.findall(r'<li><a href="#slug">([^<]+)', answer.text) == ["belongs to another stage"]


def test_a_stage_is_deleted_after_a_question(scene: Scene, organizer: Visitor) -> None:
    asked = organizer.get(f"/tides/stages/{scene.stage_id}/delete")
    done = organizer.post(f"/tides/stages/{scene.stage_id}/delete")

    assert "Delete Main stage?" in lead(asked)
    assert (done.status_code, done.location) == (303, "/tides/stages")
    assert "No stage yet" in lead(organizer.get("/tides/stages"))


def test_a_stage_and_a_session_ask_the_store_little_with_all_that_they_show(
    site: Site, filled: Scene, tmp_path: Path, attendee: Visitor
) -> None:
    with committed(site.store) as work:
        add_slides(work, filled.organizer, filled.session_id, filled.talk_id, stashed_pdf(tmp_path, "Moon"))

    for path in ("/tides/stage", filled.room):
        with site.questions() as statements:
            page = attendee.get(path)

        assert all(word in page.text for word in (STREAM, "welcome.pdf", "Hello from the shore"))
        assert len(statements) <= 18, path  # one of them for the hosts that the person has allowed


def test_the_page_of_a_session_asks_the_store_no_more_for_three_talks_than_for_one(
    site: Site, scene: Scene, attendee: Visitor, organizer: Visitor
) -> None:
    def asked() -> int:
        with site.questions() as statements:
            assert attendee.get(scene.room).status_code == 200
        return len(statements)

    one = asked()
    for title in ("Sun", "Earth"):
        organizer.post(f"/tides/schedule/sessions/{scene.session_id}/talks/new", title=title, kind="talk")

    assert asked() == one
