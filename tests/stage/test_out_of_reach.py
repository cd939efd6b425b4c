"""The portal goes away and comes back: what an open stage says meanwhile, and what can still be read."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person as PersonRow
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.made import committed
from tests.servers.chromium import People, Person
from tests.servers.portal import Portal, start_serve
from tests.servers.process import BrokenServerError, wait_until
from tests.stage.made import Scene, make_scene

SHOTS = os.environ.get("PORTAL_TESTS_SHOTS", "")
PATIENCE = 30
IS_CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"
KEPT = """async () => (await (await caches.open("kept")).keys()).map(({url}) => new URL(url).pathname + new URL(url).hash)"""


class Day:
    """A portal of this test's own, which it stops and starts; somebody with a browser in which the worker runs."""

    def __init__(self, portal: Portal, people: People) -> None:
        self.portal, self.people = portal, people
        self.store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
        self.scene: Scene = make_scene(self.store)

    def come(self, **options: Any) -> Page:
        person: Person = self.people.open(self.portal.base_url, service_workers="allow", **options)
        # The failed requests are what the browser makes of a portal that is away.
        person.watch.forgive("net::ERR_|status of 503|WebSocket")
        return person.page

    def sign_in(self, page: Page, actor: Actor) -> None:
        with committed(self.store) as work:
            token = make_link(work, work.get(PersonRow, actor.known_id), 10)
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        wait_until_controlled(page)

    def start_again(self) -> None:
        port = self.portal.base_url.rpartition(":")[2]
        self.portal = start_serve(self.portal.data_dir, port=port)

    def close(self) -> None:
        if self.portal.process.is_running:
            self.portal.stop()
        self.store.dispose()


@pytest.fixture
def day(start_portal: Callable[..., Portal], people: People) -> Any:
    running = Day(start_portal("serve"), people)
    yield running
    running.close()


def wait_until_controlled(page: Page) -> None:
    """Wait for the worker; a page that was on its way when the worker took over belongs to it from the next load on."""
    for _ in range(3):
        with suppress(BrokenServerError):
            wait_until(lambda: bool(page.evaluate(IS_CONTROLLED)), "the worker", PATIENCE / 3)
            return
        page.reload()
    raise AssertionError("the worker has no page")


def wait_until_kept(page: Page, *wanted: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not set(wanted) <= set(kept := page.evaluate(KEPT)):
        assert time.monotonic() < deadline, f"{wanted} is not kept, only {kept}"
        page.wait_for_timeout(100)


def assert_looks_well(page: Page) -> None:
    assert_accessible(page, "out of reach")
    assert_fits(page, "out of reach")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/out-of-reach-{page.evaluate('innerWidth')}.png", full_page=True)


def test_a_portal_that_is_away_leaves_the_schedule_and_the_streams_and_says_so(day: Day) -> None:
    page = day.come()
    day.sign_in(page, day.scene.attendee)
    for path in ("/tides/agenda", "/tides/schedule", "/tides/stage"):
        page.goto(path)
    wait_until_kept(page, "/tides/schedule", "/tides/agenda", "/tides/#streams")
    direct = page.locator("#stage-away")
    # A part that still loads when its portal goes away cannot start, and says so.
    expect(page.locator("[data-module]:not([data-started])")).to_have_count(0, timeout=PATIENCE * 1000)
    expect(page.locator("#stage-away[data-started]")).to_be_attached()
    expect(direct).to_be_hidden()

    day.portal.stop()

    expect(direct).to_be_visible(timeout=60_000)
    expect(direct.get_by_role("link", name="The other page")).to_have_attribute(
        "href", "https://stream.example/room"
    )
    page.get_by_role("link", name="Schedule", exact=True).first.click()
    expect(page.get_by_role("heading", name="The portal is out of reach")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Kept on this device on")
    expect(page.locator("main")).to_contain_text("Times in UTC.")
    expect(page.locator("main")).to_contain_text("Spring tides")
    expect(page.get_by_role("link", name="The other page")).to_be_visible()
    expect(page.locator("form, button")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    assert_looks_well(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    assert_looks_well(page)
    page.get_by_role("link", name="My agenda (tides)").click()
    expect(page.get_by_role("heading", name="My agenda")).to_be_visible()
    page.goto("/tides/people")
    expect(page.get_by_role("heading", name="The portal is out of reach")).to_be_visible()

    day.start_again()
    page.get_by_role("link", name="Try again").click()

    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="The portal is out of reach")).to_have_count(0)


def test_what_is_kept_belongs_to_one_person_and_one_build(day: Day) -> None:
    page = day.come()
    day.sign_in(page, day.scene.attendee)
    page.goto("/tides/agenda")
    page.goto("/tides/stage")
    wait_until_kept(page, "/tides/agenda", "/tides/#streams")

    lite = page.get_by_role("group", name="Data").get_by_role("button", name="Lite")
    lite.click()
    expect(page.locator("html[data-lite]")).to_be_attached()
    expect(lite).to_have_attribute("aria-pressed", "true")
    assert_fits(page, "a Lite stage")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/lite.png", full_page=True)
    page.locator(".masthead summary", has_text=day.scene.attendee.name).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/tides/schedule")
    wait_until_kept(page, "/tides/schedule")
    assert set(page.evaluate(KEPT)) == {"/tides/schedule", "/#reader"}

    day.sign_in(page, day.scene.organizer)
    page.goto("/tides/agenda")
    wait_until_kept(page, "/tides/agenda")
    assert "/tides/schedule" not in page.evaluate(KEPT)

    page.evaluate(
        "async () => { await caches.open('static-0'); await (await navigator.serviceWorker.ready).unregister(); }"
    )
    # The worker goes with the last page that it has.
    page.goto("about:blank")
    page.goto("/tides/agenda")
    wait_until_controlled(page)
    names = page.evaluate("() => caches.keys()")
    assert "static-0" not in names
    assert len([name for name in names if name.startswith("static-")]) == 1
