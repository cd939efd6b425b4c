"""The picture of a stage in a browser, with real streams that are cut, end and come back."""

import itertools
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.stage.rules import SourceKind
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.servers.chromium import People
from tests.servers.hls import HlsServer
from tests.servers.portal import Portal
from tests.servers.process import wait_until
from tests.stage.on_air import PATIENCE, Hall, expect_playing, expect_words, source

SLUGS = (f"on-air-{number}" for number in itertools.count(1))
VIDEO = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
MEETING = "https://meet.jit.si/Tides"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True}


@pytest.fixture
def hall(streaming_portal: Portal, streaming_store: Store, hls_server: HlsServer, people: People) -> Hall:
    return Hall(streaming_portal, streaming_store, people, hls_server.origin, next(SLUGS))


@pytest.mark.slow
def test_a_stream_that_dies_is_told_replaced_and_offered_again_and_comes_back_by_itself(
    hall: Hall, hls_server: HlsServer
) -> None:
    main, backup = hls_server.begin("main"), hls_server.begin("backup")
    hall.put_on(
        [
            (SourceKind.HLS, main, "Main"),
            (SourceKind.HLS, backup, "Backup"),
            (SourceKind.YOUTUBE, VIDEO, "Public"),
            (SourceKind.MEETING, MEETING, "Room 7"),
        ]
    )
    page = hall.open(hall.scene.attendee)
    expect_playing(page, "Main")
    page.get_by_role("button", name="Turn the sound on").click()
    expect(page.get_by_role("button", name="Turn the sound on")).to_have_count(0)

    hls_server.stop("main")
    expect_words(page, "The stream stopped. Trying Backup…")
    expect_playing(page, "Backup")
    expect(page.get_by_role("button", name="Turn the sound on")).to_have_count(0)
    console = hall.open(hall.organizer(), "/console").locator("[data-part=stages]")
    expect(console).to_contain_text(re.compile(r"Fails\s+Main\s+on the page that tried it"), timeout=PATIENCE)
    expect(console).to_contain_text(re.compile(r"Plays\s+Backup\s+on 1 page"), timeout=PATIENCE)

    hls_server.begin("main")
    expect_words(page, "Main is back.")
    expect(page.get_by_role("button", name="Go back to it")).to_be_visible()
    expect(source(page, "Backup")).to_have_attribute("aria-pressed", "true")

    hls_server.cut("main")
    hls_server.end("backup")
    expect_words(page, "No other source works now.")
    expect_words(page, "The slides, the chat and the questions go on.")
    cover = page.locator("#stage-video .video-cover")
    expect(cover.get_by_role("link", name="Join the meeting: Room 7")).to_have_attribute("href", MEETING)
    expect(cover.get_by_role("link", name="Main: direct link")).to_have_attribute("href", main)
    expect(cover.get_by_role("button", name="Load the video from YouTube")).to_be_visible()
    expect(page.frame_locator("iframe").locator("body")).to_have_count(0)
    assert_accessible(page, "a stage whose sources are all dead")

    hls_server.mend("main")
    expect_playing(page, "Main")


@pytest.mark.slow
def test_a_chair_turns_everybody_to_another_source_and_the_view_of_the_audience_goes_along(
    hall: Hall, hls_server: HlsServer
) -> None:
    hall.put_on(
        [
            (SourceKind.HLS, hls_server.begin("first"), "First"),
            (SourceKind.HLS, hls_server.begin("second"), "Second"),
        ]
    )
    page = hall.open(hall.scene.attendee, **PHONE)
    chair = hall.open(hall.scene.chair)
    for one in (page, chair):
        expect_playing(one, "First")
    expect(page.get_by_label("Everybody sees first")).to_have_count(0)
    assert_accessible(chair, "the stage of a chair")
    assert_accessible(page, "the stage on a phone")
    assert_fits(page, "the stage on a phone")
    expect(page.locator("#video-bar")).to_contain_text("No captions")
    page.get_by_role("button", name="Audio only").click()
    expect(page.locator(".video-plate")).to_contain_text("Audio only")

    chair.get_by_label("Everybody sees first").select_option("Second")
    chair.get_by_role("button", name="Use this source now").click()

    expect(chair.locator(".stage-direct")).to_contain_text("Everybody sees Second now.")
    for one in (page, chair):
        expect_playing(one, "Second")
    expect(page.locator(".video-plate")).to_contain_text("Audio only")
    page.get_by_role("button", name="Turn the sound on").click()
    page.get_by_role("link", name="Schedule").first.click()
    corner = page.get_by_role("complementary", name="The stream")
    expect(corner.get_by_role("link", name="Back to the stage")).to_be_visible()
    assert corner.locator("video").evaluate("(video) => [video.muted, video.paused]") == [False, False]
    corner.get_by_role("link", name="Back to the stage").click()
    expect_playing(page, "Second")


@pytest.mark.slow
def test_a_recording_that_is_added_after_the_session_comes_into_the_open_page_with_its_captions(
    hall: Hall, hls_server: HlsServer
) -> None:
    hall.end_session()
    page = hall.open(hall.scene.attendee, f"/sessions/{hall.scene.session_id}")
    expect(page.locator("#stage-video[data-started]")).to_contain_text("This is over")
    expect(page.locator("#moves[data-started]")).to_be_attached()

    hall.add_recording(hls_server.record("recorded"))

    page.get_by_role("button", name="Watch the recording").click(timeout=PATIENCE)

    page.get_by_label("Captions").select_option("English")
    video = page.locator("video")
    said = "(video) => [...video.textTracks].flatMap(({ cues }) => [...(cues ?? [])].map(({ text }) => text))"
    wait_until(lambda: video.evaluate(said) == ["What is said"], "the captions", seconds=PATIENCE / 1000)
    video.evaluate("(video) => { video.currentTime = video.duration - 1 }")
    expect_words(page, "The recording has ended")
    expect(page.get_by_role("button", name="Look again")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page, "the recording of a session")


@pytest.mark.slow
def test_a_sound_track_of_its_own_is_heard_alone_and_a_file_of_captions_beside_the_source_is_shown(
    hall: Hall, hls_server: HlsServer
) -> None:
    # given
    address = hls_server.record_apart("apart")
    captions = f"{hls_server.origin}/apart/words.vtt"
    hall.put_on([(SourceKind.HLS, address, "Main")], captions=captions)
    page = hall.open(hall.scene.attendee)
    expect(page.get_by_role("button", name="Turn the sound on")).to_be_visible(timeout=PATIENCE)
    video = page.locator("video")
    assert video.evaluate("(video) => video.videoWidth") > 0

    # when
    page.get_by_label("Captions").select_option("On")
    page.get_by_role("button", name="Audio only").click()

    # then
    said = "(video) => [...video.textTracks].map(({ mode, cues }) => [mode, ...[...(cues ?? [])].map(({ text }) => text)])"
    wait_until(
        lambda: ["showing", "What is said"] in video.evaluate(said), "the captions", seconds=PATIENCE / 1000
    )
    expect(page.locator(".video-plate")).to_contain_text("Audio only")
    is_heard = "(video) => video.videoWidth === 0 && !video.paused && video.currentTime > 0.5"
    wait_until(lambda: video.evaluate(is_heard), "the sound alone", seconds=PATIENCE / 1000)
    assert_accessible(page, "a stage that is only heard")
