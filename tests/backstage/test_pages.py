"""The pages of the backstage and of a hand, with plain forms alone."""

import pytest

from portal.access import Role
from portal.backstage.rules import HandState, Signal
from portal.workshops.models import Workshop
from tests.backstage.made import MEETING, Scene, make_scene
from tests.made import committed, make_actor
from tests.visit import Site, Visitor, lead

BACKSTAGE = "/tides/stage/main/backstage"
HAND = "/tides/stage/main/hand"


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def speaker(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.speaker.known_id)


@pytest.fixture
def chair(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.chair.known_id)


def test_a_hand_is_raised_called_and_lowered_with_plain_forms(
    attendee: Visitor, chair: Visitor, scene: Scene
) -> None:
    assert HAND in attendee.get("/tides/stage").text
    attendee.post(HAND, is_up="yes")
    assert "Your hand is up." in lead(attendee.get(HAND))
    ((person, _),) = scene.queue()
    assert scene.attendee.name in lead(chair.get(BACKSTAGE))
    hand = scene.raise_hand(scene.attendee)

    chair.post(f"{BACKSTAGE}/hands/{hand}", state="called")

    page = attendee.get(HAND)
    assert "You are needed: join when you are ready." in lead(page)
    assert MEETING in page.text
    attendee.post(HAND, is_up="no")
    assert (person, scene.queue()) == (scene.attendee.known_id, [])
    assert MEETING not in attendee.get(HAND).text


def test_the_way_into_the_meeting_stands_on_no_page_of_the_audience(attendee: Visitor, scene: Scene) -> None:
    scene.raise_hand(scene.attendee)

    for path in ("/tides/stage", HAND, f"/tides/sessions/{scene.around.session_id}"):
        assert MEETING not in attendee.get(path).text
    assert attendee.get(BACKSTAGE).status_code == 403


def test_a_signal_stands_on_every_page_backstage_until_it_is_taken_back(
    speaker: Visitor, chair: Visitor, scene: Scene
) -> None:
    assert chair.post(f"{BACKSTAGE}/signal", signal="one").status_code == 303
    page = speaker.get(BACKSTAGE)
    assert ("1 minute" in lead(page), MEETING in page.text) == (True, True)
    assert "/backstage/signal" not in page.text, "who speaks gives no signals"

    chair.post(f"{BACKSTAGE}/signal", signal="none")

    assert "1 minute" not in lead(speaker.get(BACKSTAGE))
    assert chair.post(f"{BACKSTAGE}/signal", signal="dance").status_code == 422


def test_what_is_said_backstage_is_read_and_written_without_scripts(
    speaker: Visitor, chair: Visitor, scene: Scene
) -> None:
    path = f"/tides/threads/{scene.thread_id}/messages"

    assert chair.post(path, text="Can you hear us?", next=BACKSTAGE).headers["Location"] == BACKSTAGE

    assert "Can you hear us?" in lead(speaker.get(BACKSTAGE))


def test_without_a_meeting_there_is_no_hand_to_raise(attendee: Visitor, scene: Scene) -> None:
    scene.set_meeting("")

    assert HAND not in attendee.get("/tides/stage").text
    assert "Nobody can ask by voice" in lead(attendee.get(HAND))
    assert attendee.post(HAND, is_up="yes").status_code == 409


def test_the_meeting_is_set_in_the_form_of_the_stage_and_must_be_an_address(site: Site, scene: Scene) -> None:
    with committed(site.store) as work:
        organizer = make_actor(work, work.get(Workshop, scene.around.workshop_id), Role.ORGANIZER)
    visitor = site.signed_in(organizer.known_id)
    form = {"name": "Main stage", "slug": "main", "session": str(scene.around.session_id)}
    edit = f"/tides/stages/{scene.stage_id}/edit"

    refused = visitor.post(edit, **form, meeting="the usual room")
    assert (refused.status_code, "the usual room" in refused.text) == (422, True)
    visitor.post(edit, **form, meeting="https://meeting.example/another")

    assert scene.row().meeting_url == "https://meeting.example/another"
    hand = scene.raise_hand(scene.attendee)
    scene.turn(hand, HandState.CALLED)
    assert scene.meeting_of(scene.attendee) == "https://meeting.example/another"


def test_the_talk_after_begins_without_the_signal_of_the_talk_before(speaker: Visitor, scene: Scene) -> None:
    scene.signal(Signal.STOP)
    with committed(scene.store) as work:
        row = work.get(type(scene.row()), scene.stage_id)
        row.signal_for = f"t{scene.around.next_talk_id}"

    assert "is-stop" not in speaker.get(BACKSTAGE).text
