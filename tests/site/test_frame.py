"""What stands around every page: links that keep the page, switches, the now bar, modules that start and stop."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import config
from tests.browser.accessibility import assert_accessible
from tests.servers.chromium import People
from tests.site.frame import Frame, running


@pytest.fixture
def frame(tmp_path: Path) -> Iterator[Frame]:
    with running(config.testing(tmp_path)) as started:
        yield started


@pytest.fixture
def page(frame: Frame, people: People) -> Page:
    opened = people.open(frame.url).page
    opened.goto("/w/about")
    return opened


def follow(page: Page, label: str) -> None:
    """As a person does, but without scrolling up to the link first."""
    page.locator("#site-nav a", has_text=label).dispatch_event("click")
    expect(page.locator("h1")).to_have_text(label)


def scrolled(page: Page) -> int:
    return int(page.evaluate("() => Math.round(scrollY)"))


def test_a_link_inside_the_workshop_changes_the_page_without_loading_a_document(
    page: Page, frame: Frame
) -> None:
    page.evaluate("() => scrollTo(0, 300)")

    follow(page, "Schedule")

    assert frame.loads == ["document", "empty"]
    expect(page).to_have_url(f"{frame.url}/w/schedule")
    expect(page).to_have_title("Schedule · A workshop")
    expect(page.locator("#site-nav [aria-current=page]")).to_have_text("Schedule")
    expect(page.locator("main")).to_be_focused()
    assert scrolled(page) == 0


def test_going_back_brings_the_page_and_the_place_on_it(page: Page, frame: Frame) -> None:
    page.evaluate("() => scrollTo(0, 400)")
    follow(page, "Schedule")

    page.go_back()

    expect(page.locator("h1")).to_have_text("About")
    expect(page.locator("#site-nav [aria-current=page]")).to_have_text("About")
    assert scrolled(page) == 400
    assert "document" not in frame.loads[1:]


def test_a_page_of_a_newer_build_is_loaded_as_a_document(page: Page, frame: Frame) -> None:
    follow(page, "Newer")

    assert frame.loads == ["document", "empty", "document"]


def test_a_click_with_a_modifier_is_left_to_the_browser(page: Page, frame: Frame) -> None:
    with page.context.expect_page():
        page.locator("#site-nav a", has_text="Schedule").click(modifiers=["Control"])

    expect(page.locator("h1")).to_have_text("About")
    assert "empty" not in frame.loads


def test_a_module_starts_on_a_page_that_was_swapped_in(page: Page) -> None:
    follow(page, "Room")
    expect(page.locator("[data-module='site/tabs']")).to_have_attribute("data-started", "")

    page.get_by_role("link", name="Two").click()

    expect(page.locator("#room")).to_have_attribute("data-tab", "b")
    expect(page.get_by_role("link", name="Two")).to_have_attribute("aria-current", "true")


def test_the_colours_change_at_once_and_stay_on_the_next_page(page: Page) -> None:
    page.get_by_role("group", name="Colours").get_by_text("Dark").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_the_time_zone_is_kept_and_the_page_is_fetched_again_in_place(page: Page, frame: Frame) -> None:
    with page.expect_response("**/w/about"):
        page.get_by_role("group", name="Time zone").get_by_text("Mine").click()

    expect(page.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("h1")).to_have_text("About")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["zone"] == "mine"
    assert cookies["tz"] == page.evaluate(
        "() => encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)"
    )
    assert frame.loads == ["document", "empty"]


def test_the_now_bar_turns_over_by_itself(frame: Frame, people: People) -> None:
    frame.now_ends = datetime.now(UTC) + timedelta(seconds=2)
    page = people.open(frame.url).page
    page.goto("/w/about")
    expect(page.locator("#now-bar")).to_contain_text("The first talk")

    frame.now_title = "The second talk"
    frame.now_ends = datetime.now(UTC) + timedelta(minutes=30)

    expect(page.locator("#now-bar")).to_contain_text("The second talk", timeout=15_000)
    expect(page.locator("#now-bar [data-left]")).to_have_text("30 min left")
    assert frame.loads == ["document"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_frame_can_be_used_by_everybody(frame: Frame, people: People, theme: str, width: int) -> None:
    page = people.open(frame.url, color_scheme=theme, viewport={"width": width, "height": 800}).page

    page.goto("/w/room")

    assert_accessible(page, f"the frame, {theme}, {width} px")


def test_nothing_is_wider_than_a_small_phone(frame: Frame, people: People) -> None:
    page = people.open(frame.url, viewport={"width": 320, "height": 700}).page

    page.goto("/w/room")

    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_the_footer_s_switches_are_forms_without_scripts(frame: Frame, people: People) -> None:
    page = people.open(frame.url, java_script_enabled=False).page
    page.goto("/w/about")

    form = page.locator("form[data-preferences=theme]")

    expect(form).to_have_attribute("action", "/preferences")
    expect(form.locator("[name=next]")).to_have_attribute("value", "/w/about")
