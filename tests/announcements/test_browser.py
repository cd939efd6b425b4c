"""Announcements in browsers: they come to every page, go from every tab, and everybody can use them."""

import os
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.announcements.rules import Audience, Kind
from portal.store.work import Store
from tests.announcements.made import Scene, make_scene
from tests.browser.accessibility import assert_accessible
from tests.come import come
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"heard-{number}" for number in count(1))
SHOTS = os.environ.get("PORTAL_TESTS_SHOTS", "")
WIDE = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True}

Open = Callable[..., Page]


@pytest.fixture
def scene(live_store: Store) -> Scene:
    return make_scene(live_store, next(SLUGS))


@pytest.fixture
def open_as(live_portal: Portal, live_store: Store, people: People) -> Open:
    def open_page(actor: Actor, *, forgive: str = "", **options: object) -> Page:
        person = come(people, live_portal, live_store, actor, **options)
        if forgive:
            person.watch.forgive(forgive)
        return person.page

    return open_page


def keep_picture(page: Page, name: str) -> None:
    if SHOTS:
        page.wait_for_timeout(300)
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def go(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("#announcements[data-started]")).to_be_attached()


def announce(page: Page, slug: str, text: str, to: str, kind: str = "news") -> None:
    page.goto(f"/{slug}/announcements/new")
    page.get_by_label("What you want to say").fill(text)
    page.get_by_label("To", exact=True).select_option(to)
    page.get_by_label("For", exact=True).select_option("stay")
    page.get_by_label("Kind").select_option(kind)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    assert_accessible(page, "the preview")
    keep_picture(page, f"preview-{kind}")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Announcements")).to_be_visible()


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide-light", "phone-dark"])
def test_an_announcement_comes_to_two_tabs_and_goes_from_both(
    scene: Scene, open_as: Open, look: dict[str, object]
) -> None:
    # given: somebody types in one tab and has the schedule open in another
    organizer = open_as(scene.organizer, **look)
    stage = open_as(scene.attendee, **look)
    schedule = stage.context.new_page()
    go(schedule, f"/{scene.slug}/schedule")
    go(stage, f"/{scene.slug}/stage")
    field = stage.get_by_role("textbox", name="Message")
    field.focus()

    # when
    announce(organizer, scene.slug, "Lunch is served, see https://lunch.example/menu.", "all")

    # then
    for page in (stage, schedule):
        bar = page.get_by_role("complementary", name="Announcements")
        expect(bar).to_contain_text("Lunch is served", timeout=2000)
        expect(bar.get_by_role("link", name="https://lunch.example/menu")).to_be_visible()
        expect(page.locator("#announcer")).to_contain_text("Lunch is served", timeout=6000)
        assert_accessible(page, "with an announcement")
        keep_picture(page, f"bar-{page.url.rsplit('/', 1)[-1]}-{look['color_scheme']}")
    expect(field).to_be_focused()

    stage.get_by_role("button", name="Dismiss").click()
    expect(stage.locator("#announcements")).to_be_hidden()
    expect(schedule.locator("#announcements")).to_be_hidden(timeout=2000)
    stage.reload()
    expect(stage.locator("#announcements[data-started]")).to_be_hidden()
    go(schedule, f"/{scene.slug}/announcements")
    expect(schedule.get_by_text("Lunch is served")).to_be_visible()
    assert_accessible(schedule, "the inbox")
    keep_picture(schedule, f"inbox-{look['color_scheme']}")


def test_an_urgent_one_interrupts_and_stands_before_the_others_until_it_is_withdrawn(
    scene: Scene, open_as: Open
) -> None:
    scene.say("Lunch is served")
    page, organizer = open_as(scene.attendee, **PHONE), open_as(scene.organizer, **WIDE)
    go(page, f"/{scene.slug}/schedule")
    bar = page.get_by_role("complementary", name="Announcements")

    announce(organizer, scene.slug, "Please leave the building", "all", "urgent")

    expect(bar.locator("li").first).to_contain_text("Please leave the building", timeout=2000)
    expect(bar.locator("li:visible")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("Urgent announcement: Please leave the building")
    expect(bar).to_contain_text("1 more")
    assert_accessible(page, "with an urgent announcement")
    keep_picture(page, "urgent")

    organizer.get_by_role("button", name=re.compile("Withdraw.*leave the building")).click()
    expect(bar).not_to_contain_text("Please leave", timeout=2000)
    expect(bar).to_contain_text("Lunch is served")
    keep_picture(organizer, "withdrawn")
    assert_accessible(organizer, "the organizer's inbox")
    organizer.get_by_role("button", name=re.compile("Say it again")).click()
    expect(bar).to_contain_text("Please leave the building", timeout=2000)


def test_a_room_is_told_where_it_is_and_no_page_covers_what_one_reads(scene: Scene, open_as: Open) -> None:
    page, organizer = open_as(scene.attendee, **WIDE), open_as(scene.organizer, **WIDE)
    go(page, f"/{scene.slug}/schedule")

    announce(organizer, scene.slug, "Sound check at the stage", f"stage:{scene.stage_id}")

    expect(page.locator("#announcements")).to_be_hidden()
    page.get_by_role("navigation", name="Workshop").get_by_role("link", name="Stage").click()
    bar = page.get_by_role("complementary", name="Announcements")
    expect(bar).to_contain_text("Sound check at the stage")
    expect(bar).to_contain_text("Main")
    lower, upper = page.locator("#main").bounding_box(), bar.bounding_box()
    assert lower is not None
    assert upper is not None
    assert upper["y"] + upper["height"] <= lower["y"]


def test_what_was_dismissed_while_the_line_was_lost_is_dismissed_when_it_is_back(
    scene: Scene, open_as: Open
) -> None:
    scene.say("Lunch is served", Audience.ALL, kind=Kind.NEWS)
    page = open_as(scene.attendee, forgive="INTERNET_DISCONNECTED", **WIDE)
    go(page, f"/{scene.slug}/schedule")
    expect(page.get_by_role("button", name="Dismiss")).to_be_visible()

    page.context.set_offline(True)
    page.get_by_role("button", name="Dismiss").click()
    page.wait_for_timeout(1000)
    page.context.set_offline(False)

    expect(page.locator("[data-unread-count]").first).to_have_text("0", timeout=25_000)
    page.reload()
    expect(page.locator("#announcements")).to_be_hidden()
