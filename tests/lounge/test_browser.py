"""Three people in the lounge, each in a browser: the last seat, an introduction, and a chat at the table."""

import itertools
import os
import re

import pytest
from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.lounge.made import Scene, make_scene
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"tea-{number}" for number in itertools.count(1))
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
LONG = 25_000


class Cafe:
    """A lounge with a table of two seats on a running portal, and the browsers in it."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.people = portal, people
        self.slug = next(SLUGS)
        self.scene: Scene = make_scene(store, self.slug)

    def visitor(self, actor: Actor, **options: object) -> Page:
        """The lounge as somebody sees it who has just signed in."""
        with committed(self.scene.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        page = self.people.open(self.portal.base_url, **options).page
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        self.enter(page)
        return page

    def enter(self, page: Page) -> None:
        page.goto(f"/{self.slug}/lounge")
        expect(page.locator('[data-module="lounge/lounge"][data-started]')).to_be_visible(timeout=LONG)
        expect(page.locator("#introduce[data-started]")).to_be_visible(timeout=LONG)


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_three_people_share_two_seats_meet_and_talk(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    cafe = Cafe(live_portal, live_store, people)
    anna, ben, cleo = cafe.scene.anna, cafe.scene.ben, cafe.scene.cleo
    at_desk, on_phone = cafe.visitor(anna), cafe.visitor(ben, **PHONE)
    third = cafe.visitor(cleo)
    assert_accessible(at_desk, "the lounge, light")
    shot(at_desk, "lounge-light")

    at_desk.get_by_role("button", name="Sit down at Coffee").click()
    expect(at_desk.get_by_role("button", name="Stand up")).to_be_visible(timeout=LONG)
    for page in (on_phone, third):
        expect(page.locator(".lounge-table")).to_contain_text("1 of 2 seats free", timeout=LONG)
    shot(on_phone, "lounge-dark")
    assert_accessible(on_phone, "the lounge, dark, 390 px")

    # Both press at the same moment; the pages that follow say who was first.
    for page in (on_phone, third):
        page.evaluate("document.querySelector('.lounge-act form').requestSubmit()")
    late = None
    for page in (on_phone, third):
        expect(page.locator(".table-page[data-started], .flash")).to_be_visible(timeout=LONG)
        if page.get_by_text("The last seat at this table has just been taken.").count():
            late = page
    assert late is not None, "one of them was told that the seat was taken"
    early = third if late is on_phone else on_phone
    expect(early.locator("[data-sitters] li")).to_have_count(2)
    expect(at_desk.locator("[data-sitters] li")).to_have_count(2, timeout=LONG)
    shot(early, "table-dark")
    shot(at_desk, "table-light")
    assert_accessible(at_desk, "a table, light")

    at_desk.locator(".thread textarea").fill("Is this the sea ice table?")
    at_desk.locator(".thread textarea").press("Enter")
    expect(early.locator(".thread")).to_contain_text("Is this the sea ice table?", timeout=LONG)

    # Anna and whoever was late have not met.
    cafe.enter(at_desk)
    cafe.enter(late)
    at_desk.get_by_label("My topics").fill("ice, waves")
    at_desk.get_by_role("button", name="Introduce me").click()
    expect(at_desk.get_by_role("heading", name="You are in the queue")).to_be_visible(timeout=LONG)
    expect(at_desk.locator("#introduce[data-started]")).to_be_visible(timeout=LONG)
    shot(at_desk, "queue-light")
    late.get_by_label("My topics").fill("Ice")
    late.get_by_role("button", name="Introduce me").click()
    for page in (at_desk, late):
        expect(page.get_by_role("heading", name="Would you like to meet?")).to_be_visible(timeout=LONG)
        expect(page.get_by_text(re.compile("You both like to talk about ice", re.IGNORECASE))).to_be_visible()
    shot(at_desk, "told-light")
    shot(late, "told-late")
    assert_accessible(late, "an introduction")
    late.get_by_role("button", name="Yes, gladly").click()
    expect(late.get_by_role("heading", name="You said yes")).to_be_visible(timeout=LONG)
    at_desk.get_by_role("button", name="Yes, gladly").click()
    for page in (at_desk, late):
        page.get_by_role("link", name="Go to your table").click(timeout=LONG)
        expect(page.locator(".table-page[data-started]")).to_be_visible(timeout=LONG)
        page.get_by_role("button", name=re.compile("^Sit down at")).click()
        expect(page.get_by_role("button", name="Stand up")).to_be_visible(timeout=LONG)
    expect(at_desk.locator("[data-sitters] li")).to_have_count(2, timeout=LONG)
    shot(at_desk, "two-light")


@pytest.fixture
def alone(live_portal: Portal, live_store: Store, people: People) -> Page:
    """An organizer's browser in a lounge without a table, on a phone."""
    cafe = Cafe(live_portal, live_store, people)
    cafe.slug += "-next"
    return cafe.visitor(cafe.scene.stranger, **PHONE)


def test_the_first_table_is_opened_on_a_phone_by_keyboard_and_closed_again(alone: Page) -> None:
    expect(alone.get_by_role("heading", name="No table yet: open one")).to_be_visible()
    assert_accessible(alone, "an empty lounge, dark, 390 px")
    shot(alone, "empty-dark")

    alone.get_by_role("link", name="Open the first table").press("Enter")
    alone.get_by_label("Title").fill("Sea ice")
    assert_accessible(alone, "the form of a table, dark, 390 px")
    shot(alone, "form-dark")
    alone.get_by_label("Title").press("Enter")
    expect(alone.locator(".table-page[data-started]")).to_be_visible(timeout=LONG)
    alone.evaluate("window.isSamePage = true")
    alone.get_by_role("button", name="Lock the table").press("Enter")
    expect(alone.get_by_role("button", name="Unlock")).to_be_visible(timeout=LONG)
    assert alone.evaluate("window.isSamePage"), "a page that is loaded anew would leave the call"
    expect(alone.locator(".table-page[data-started]")).to_be_visible(timeout=LONG)
    assert_accessible(alone, "a locked table, dark, 390 px")
    shot(alone, "locked-dark")
    alone.get_by_role("link", name="Close…").press("Enter")
    alone.get_by_role("button", name="Close it").press("Enter")

    expect(alone.get_by_role("heading", name="No table yet: open one")).to_be_visible(timeout=LONG)
