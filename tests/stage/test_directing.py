"""The pages of a stage's stream: turned to another source, with captions, and with recordings afterwards."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from portal.access import Role
from portal.programme.models import Talk
from portal.stage.models import Stage
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.stage.made import NOON, STREAM, VIDEO, Scene, make_scene
from tests.visit import MakeSite, Site, Visitor


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


def test_a_chair_turns_everybody_to_another_source_by_a_plain_form(site: Site, scene: Scene) -> None:
    with committed(site.store) as work:
        chair = make_actor(work, work.get(Workshop, scene.workshop_id), Role.CHAIR)
        second = work.get(Stage, scene.stage_id).sources[1].id
    visitor = site.signed_in(chair.known_id)
    asked = visitor.get("/tides/stage/main")

    done = visitor.post(f"/tides/stages/{scene.stage_id}/source", source=str(second))

    assert f'<option value="{second}">YouTube</option>' in asked.text
    assert (done.status_code, done.location) == (303, "/tides/stage/main")
    with site.store.reading() as work:
        assert work.get(Stage, scene.stage_id).sources[0].id == second
    assert visitor.post(f"/tides/stages/{scene.stage_id}/source", source="none").status_code == 422


def test_who_only_watches_is_not_offered_to_turn_others(attendee: Visitor, scene: Scene) -> None:
    assert "Everybody sees first" not in attendee.get("/tides/stage/main").text


def test_after_the_session_its_recordings_take_the_place_of_the_stream(
    site: Site, scene: Scene, attendee: Visitor, noon: time_machine.Traveller
) -> None:
    with committed(site.store) as work:
        talk = work.get(Talk, scene.talk_id)
        talk.links = [{"kind": "recording", "url": "https://youtu.be/dQw4w9WgXcQ", "label": ""}]
    before = attendee.get(scene.room)
    noon.move_to(NOON + timedelta(hours=2))

    after = attendee.get(scene.room)

    assert "Watch the recording" not in before.text
    assert "Watch the recording" in after.text
    sources = re.search(r'data-sources="([^"]+)"', after.text)
    assert sources
    [recording] = json.loads(unescape(sources[1]))
    assert (recording["label"], recording["url"], recording["is_recording"]) == ("Moon", VIDEO, True)


def test_captions_are_kept_with_their_source_and_refused_at_their_field(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    path = f"/tides/stages/{scene.stage_id}/edit"
    form = {"name": "Main stage", "slug": "main", "kind": "hls", "url": STREAM, "label": "", "order": "1"}

    refused = organizer.post(path, **form, captions="https://elsewhere.example/words.vtt")
    kept = organizer.post(path, **form, captions="https://captions.example/room/7")

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert re.findall(r'<li><a href="#([^"]+)">', refused.text) == ["captions-1"]
    with site.store.reading() as work:
        [source] = work.get(Stage, scene.stage_id).sources
        assert source.captions == "https://captions.example/room/7"
    assert 'value="https://captions.example/room/7"' in organizer.get(path).text
