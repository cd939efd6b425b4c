"""No player of another host loads before somebody has said so; then it does, until they take it back."""

import itertools

from playwright.sync_api import expect

from portal.stage.rules import SourceKind
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.stage.on_air import Hall

SLUGS = (f"consent-{number}" for number in itertools.count(1))
HOST = "www.youtube-nocookie.com"
VIDEO = f"https://{HOST}/embed/dQw4w9WgXcQ"


def test_a_host_is_asked_nothing_until_a_press_that_names_it_is_remembered_and_can_be_taken_back(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    hall = Hall(live_portal, live_store, people, "http://nowhere.invalid", next(SLUGS))
    hall.put_on([(SourceKind.YOUTUBE, VIDEO, "Public")])
    page = hall.open(hall.scene.attendee)
    watch = people.visitors[-1].watch
    page.route(
        f"https://{HOST}/**", lambda route: route.fulfill(body="<p>A player</p>", content_type="text/html")
    )
    cover = page.locator("#stage-video .video-cover")
    expect(cover).to_contain_text(f"It is loaded from {HOST} only when you press the button.")
    expect(cover).to_contain_text("then sees your network address, your browser")
    assert_accessible(page, "a stage that asks first")
    assert [fault for fault in watch.faults if "another host" in fault] == []

    with page.expect_response("**/me/privacy/hosts"):
        cover.get_by_role("button", name=f"Load the video from YouTube ({HOST})").click()
    expect(page.frame_locator("#stage-video iframe").get_by_text("A player")).to_be_visible()
    page.reload()

    expect(page.frame_locator("#stage-video iframe").get_by_text("A player")).to_be_visible()
    asked = [fault for fault in watch.faults if "another host" in fault]
    assert asked
    assert all(VIDEO in fault for fault in asked)
    watch.forgive(f"another host: https://{HOST}/")
    page.goto("/me/privacy")
    page.get_by_role("button", name=f"Ask again before {HOST}").click()
    expect(page.locator("#hosts")).to_contain_text("You have allowed no other host.")
    page.goto(f"/{hall.slug}/stage")
    expect(cover).to_contain_text(f"It is loaded from {HOST} only when you press the button.")
