"""Three people talk at one poster and a fourth listens: media flows on every line, and each failure has its words."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.events import Eviction
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.browser.accessibility import assert_accessible
from tests.calls.talking import PATIENCE, call_of, expect_media, join, tile
from tests.made import committed, make_actor
from tests.posters.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"call-{number}" for number in itertools.count(1))


class Booth:
    """A poster on a running portal, with its presenter and three visitors."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.slug = next(SLUGS)
        self.scene: Scene = make_scene(store, self.slug)
        with committed(store) as work:
            workshop = work.get(Workshop, self.scene.workshop_id)
            self.visitors = [make_actor(work, workshop) for _ in range(3)]

    @property
    def room(self) -> str:
        return f"/{self.slug}/posters/{self.scene.poster_id}"

    def cut_off(self, person_id: int) -> None:
        """End the live connections of somebody, whose browser may come back."""
        with committed(self.store) as work:
            work.announce(Eviction(person_id=person_id))

    def enter(self, person_id: int, path: str = "", **options: object) -> Page:
        """The page of somebody who has just signed in and stands at the poster."""
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, person_id), 10)
        page = self.people.open(self.portal.base_url, **options).page
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        page.goto(path or self.room)
        return page


@pytest.fixture
def booth(live_portal: Portal, live_store: Store, people: People) -> Booth:
    return Booth(live_portal, live_store, people)


FAILING = """(reasons) => {
  MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException("", reasons.shift() ?? "AbortError"));
}"""


def fail_with(page: Page, *reasons: str) -> None:
    """The browser refuses once for each of these reasons, as browsers name them."""
    page.add_init_script(f"({FAILING})({list(reasons)})")


def test_three_people_talk_at_a_poster_and_a_fourth_listens(booth: Booth) -> None:
    ids = [booth.scene.presenter.known_id, *(one.known_id for one in booth.visitors)]
    pages = [
        booth.enter(ids[0]),
        booth.enter(ids[1], viewport={"width": 390, "height": 844}, color_scheme="dark"),
        booth.enter(ids[2], f"/{booth.slug}/posters"),
    ]
    host, phone, third = pages
    # A way on which the browser would keep the hall's document, in which no microphone may be asked for.
    expect(third.locator("[data-module='posters/hall'][data-started]")).to_be_attached(timeout=PATIENCE)
    third.locator(".poster-card h3 a").click()
    phone.get_by_role("link", name="Talk").first.click()

    for page in pages:
        join(page, "With microphone and camera")
    for page, own in zip(pages, ids[:3], strict=True):
        expect_media(page, *(one for one in ids[:3] if one != own))
    assert_accessible(host, "a call")
    assert_accessible(phone, "a call on a phone, dark")
    phone.get_by_role("link", name="Poster", exact=True).first.click()
    expect(phone.get_by_role("button", name="Leave")).to_be_visible()

    tile(host, ids[2]).get_by_role("button", name="Mute").click()
    expect(third.locator(".call-note")).to_contain_text("has muted you", timeout=PATIENCE)
    expect(tile(phone, ids[2]).locator(".call-mark")).to_contain_text("muted", timeout=PATIENCE)
    third.get_by_role("button", name="Unmute").focus()
    third.keyboard.press("m")
    expect(tile(host, ids[2]).locator(".call-mark")).not_to_contain_text("muted", timeout=PATIENCE)

    with phone.expect_websocket(
        timeout=PATIENCE
    ):  # the line to the portal breaks; those to the others do not
        booth.cut_off(ids[1])
    tile(host, ids[1]).get_by_role("button", name="Mute").click()
    expect(phone.get_by_role("button", name="Unmute")).to_be_visible(timeout=PATIENCE)
    expect_media(phone, ids[0])

    fourth = booth.enter(ids[3])
    expect(call_of(fourth)).to_contain_text("In the call:", timeout=PATIENCE)
    call_of(fourth).get_by_role("button", name="Just listen").click()
    expect_media(fourth, *ids[:3])
    expect(tile(host, ids[3]).locator(".call-mark")).to_contain_text("listening", timeout=PATIENCE)
    fourth.get_by_role("button", name="Take a seat").click()
    expect_media(host, ids[3])

    tile(host, ids[2]).get_by_role("button", name="Remove").click()
    expect(third.locator(".call-note")).to_contain_text("has removed you", timeout=PATIENCE)
    phone.get_by_role("button", name="Leave").click()
    expect(host.locator(".call-tile")).to_have_count(2, timeout=PATIENCE)
    fourth.get_by_role("link", name="Leave", exact=True).click()
    expect(host.locator(".call-tile")).to_have_count(1, timeout=PATIENCE)


def test_a_browser_that_gives_no_microphone_says_what_to_do_and_one_may_still_listen_in_lite_mode(
    booth: Booth,
) -> None:
    page = booth.enter(booth.visitors[0].known_id, f"/{booth.slug}/posters")
    page.context.add_cookies([{"name": "lite", "value": "on", "url": booth.portal.base_url}])
    fail_with(page, "NotAllowedError", "NotFoundError", "NotReadableError")
    page.locator(".poster-card a").first.click()

    call_of(page).get_by_role("button", name="Join the call").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)  # loaded anew: the page of the hall may not ask
    assert_accessible(page, "how to join")
    expect(dialog.get_by_role("button", name="With microphone and camera")).to_have_count(0)
    dialog.get_by_role("button", name="With microphone").click()

    told = dialog.get_by_role("alert")
    expect(told).to_contain_text("does not let this page use your microphone", timeout=PATIENCE)
    again = dialog.get_by_role("button", name="Try again")
    again.click()
    expect(told).to_contain_text("No microphone was found", timeout=PATIENCE)
    again.click()
    expect(told).to_contain_text("in use by another program", timeout=PATIENCE)
    assert_accessible(page, "no microphone")
    dialog.get_by_role("button", name="Just listen").click()
    expect(page.get_by_role("button", name="Leave")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page, "listening")


def test_somebody_tries_camera_microphone_and_connection_before_the_day(booth: Booth) -> None:
    page = booth.enter(booth.visitors[0].known_id, f"/{booth.slug}/check")
    page.get_by_role("button", name="Start the test").click(timeout=PATIENCE)
    told = page.locator("[data-devices-told]")
    expect(told).to_contain_text("Microphone:", timeout=PATIENCE)
    expect(told).to_contain_text("Camera:")

    page.get_by_role("button", name="Record 3 seconds").click()
    page.get_by_role("button", name="Test the connection").click()

    found = page.locator("[data-connect-told]")
    expect(found).to_contain_text("This portal has no relay", timeout=PATIENCE)
    expect(page.locator("[data-playback]")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page, "the test of devices")
