"""The field in the masthead and the page of results in a browser, by keyboard and by hand, wide and narrow."""

import itertools
import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.search.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"searched-{number}" for number in itertools.count(1))
SHOTS = os.environ.get("PORTAL_TESTS_SHOTS", "")


@pytest.fixture
def scene(live_store: Store) -> Scene:
    return make_scene(live_store, next(SLUGS))


def opened(
    portal: Portal, people: People, scene: Scene, path: str, *, as_organizer: bool = False, **options: Any
) -> Page:
    """A page of the workshop, as an attendee or the organizer sees it who has just signed in."""
    actor = scene.organizer if as_organizer else scene.attendee
    page = come(people, portal, scene.store, actor, **options).page
    page.goto(f"/{scene.slug}{path}")
    return page


def test_a_slash_arrows_and_enter_lead_to_what_one_looks_for(
    live_portal: Portal, people: People, scene: Scene
) -> None:
    page = opened(live_portal, people, scene, "/schedule")
    expect(page.locator(".search-menu[data-started]")).to_be_attached()
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Talk, paper or person")
    expect(field).to_be_focused()
    field.press_sequentially("lukasz")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(options.last).to_have_text("All results for “lukasz”")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#announcer")).to_contain_text("3 results", timeout=15_000)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(1).locator("mark")).to_have_text("Łukasz")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_portal.base_url}/{scene.slug}/posters/{scene.poster_id}")
    expect(field).to_be_hidden()
    page.keyboard.press("/")
    field.fill("no such thing")
    expect(page.locator(".search-note")).to_contain_text("Nothing found yet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing found for “no such thing”")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#found-q")).to_be_focused()
    page.goto(f"/{scene.slug}/help")
    page.get_by_role("group", name="Single keys").get_by_role("button", name="Off").click()
    page.goto(f"/{scene.slug}/schedule")
    expect(page.locator(".search-menu[data-started]")).to_be_attached()
    page.keyboard.press("/")
    expect(field).to_be_hidden()


def test_without_scripts_the_field_is_a_form_and_the_page_a_list(
    live_portal: Portal, people: People, scene: Scene
) -> None:
    page = opened(live_portal, people, scene, "/schedule", java_script_enabled=False)
    page.locator(".search-menu > summary").click()
    page.locator("#search-q").fill("moonlit")
    page.locator(".search-go").click()

    page.get_by_role("link", name="Moonlit graphs").click()

    expect(page).to_have_url(f"{live_portal.base_url}/{scene.slug}/posters/{scene.poster_id}")


@pytest.mark.parametrize("look", LOOKS)
def test_the_search_is_for_everybody(
    live_portal: Portal, people: People, scene: Scene, look: dict[str, object]
) -> None:
    found = opened(live_portal, people, scene, "/search?q=lukasz", as_organizer=True, **look)
    expect(found.locator(".search-menu[data-started]")).to_be_attached()
    assert_accessible(found, "results")
    assert_fits(found, "results")
    _keep(found, f"results-{look['color_scheme']}")
    found.locator(".search-menu > summary").click()
    found.locator("#search-q").press_sequentially("moonl")
    expect(found.get_by_role("option")).to_have_count(2, timeout=20_000)
    assert_accessible(found, "suggestions")
    assert_fits(found, "suggestions")
    _keep(found, f"suggestions-{look['color_scheme']}")
    found.goto(f"/{scene.slug}/search?q=no+such+thing")
    assert_accessible(found, "nothing found")
    assert_fits(found, "nothing found")
    _keep(found, f"nothing-{look['color_scheme']}")


def _keep(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/search-{name}.png")
