"""Four people are taken round, each in a browser: one clock, one who leaves, and a vote that leads on."""

import itertools
import os
import re

from playwright.sync_api import Page, expect

from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.tours.made import make_scene

SLUGS = (f"tour-{number}" for number in itertools.count(1))
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
LONG = 25_000


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def expect_started(page: Page) -> None:
    expect(page.locator("#tour[data-started]")).to_be_visible(timeout=LONG)


def come_in(page: Page, slug: str, token: str) -> None:
    page.goto(f"/sign-in/link/{token}")
    page.locator("main form button").click()
    page.wait_for_load_state()
    page.goto(f"/{slug}/tours")
    expect_started(page)


def expect_same_clock(pages: list[Page]) -> None:
    for page in pages:
        expect(page.get_by_role("heading", name=re.compile("We meet at P1|Pitch"))).to_be_visible(
            timeout=LONG
        )
    untils = {page.locator("#tour").get_attribute("data-until") for page in pages}
    assert len(untils) == 1, "the same remaining time on all pages"


def set_out(pages: list[Page]) -> None:
    """Three press and wait; with the fourth all of them set out."""
    for page in pages[:3]:
        page.get_by_label("What would you like to see?").fill("ice")
        page.get_by_role("button", name="Take me round").click()
        expect(page.get_by_role("heading", name="You wait for a tour")).to_be_visible(timeout=LONG)
    expect(pages[0].get_by_text("2 other people wait with you.")).to_be_visible(timeout=LONG)
    assert_accessible(pages[0], "the queue, light")
    shot(pages[0], "tour-queue-light")
    pages[3].get_by_role("button", name="Take me round").click()
    expect_same_clock(pages)


def test_four_walk_by_one_clock_one_leaves_and_a_vote_leads_on(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    slug = next(SLUGS)
    scene = make_scene(live_store, slug)

    pages = []
    for actor, size in zip((*scene.visitors, scene.presenter), (DESK, PHONE, DESK, DESK, PHONE), strict=True):
        with committed(live_store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        pages.append(people.open(live_portal.base_url, **size).page)
        come_in(pages[-1], slug, token)
    host, (at_desk, on_phone) = pages.pop(), pages[:2]
    host.goto(f"/{slug}/posters/{scene.poster_ids[0]}")
    expect(host.locator("#tour[data-started]")).to_be_attached(timeout=LONG)
    expect(host.locator("#tour")).to_be_hidden()
    assert_accessible(on_phone, "nobody waits, dark, 390 px")
    shot(on_phone, "tour-apart-dark")
    set_out(pages)
    for name in (one.name for one in scene.visitors[1:]):
        expect(at_desk.locator(".tour-people")).to_contain_text(name)

    expect(host.locator(".tour-hosted")).to_contain_text("A tour of 4", timeout=LONG)
    assert_accessible(host, "a group comes, dark, 390 px")
    shot(host, "tour-host-dark")

    # The walk to the first board is over; the pages find out by themselves.
    scene.pass_time(29)
    for page in pages:
        page.reload()
        expect(page.get_by_role("heading", name=re.compile("Pitch"))).to_be_visible(timeout=LONG)
        expect_started(page)
    expect_same_clock(pages)
    at_desk.get_by_role("link", name="Come along").click()
    expect(at_desk.locator("#tour.is-bar[data-started]")).to_be_visible(timeout=LONG)
    expect(at_desk.locator("#tour")).to_contain_text("You are there")
    assert_accessible(at_desk, "in front of the poster, light")
    shot(at_desk, "tour-bar-light")
    shot(on_phone, "tour-walk-dark")
    assert_accessible(on_phone, "on the way, dark, 390 px")

    pages[3].get_by_role("button", name="Leave the tour").click()
    expect(pages[3].get_by_role("heading", name="You left the tour")).to_be_visible(timeout=LONG)
    expect(at_desk.locator(".tour-people")).not_to_contain_text(scene.visitors[3].name, timeout=LONG)
    on_phone.get_by_role("button", name="Take me along automatically").click()
    expect(on_phone.get_by_role("button", name="Stop taking me along")).to_be_visible(timeout=LONG)

    at_desk.get_by_role("button", name="Go on now").click()
    expect(at_desk.locator("#tour")).to_contain_text("1 of 2", timeout=LONG)
    expect(pages[2].get_by_role("button", name="Go on now (1 of 2)")).to_be_visible(timeout=LONG)
    pages[2].get_by_role("button", name="Go on now (1 of 2)").click()

    for page in (at_desk, pages[2]):
        heading = page.get_by_role("heading", name=re.compile("Moving on to P2|Stop 2 of 4 Pitch"))
        expect(heading).to_be_visible(timeout=LONG)
    expect(at_desk).to_have_url(re.compile(rf"/posters/{scene.poster_ids[0]}$"))
    expect(on_phone).to_have_url(re.compile(rf"/posters/{scene.poster_ids[1]}$"), timeout=LONG)
    expect_started(on_phone)
    shot(on_phone, "tour-bar-dark")
    assert_accessible(on_phone, "taken along, dark, 390 px")
