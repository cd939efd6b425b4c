"""The chair's press, and everybody's open page after it."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.come import come
from tests.delays.made import make_scene
from tests.made import committed, sign_in_link
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor

SHOTS = os.environ.get("PORTAL_TESTS_SHOTS", "")
WIDE = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True}
PATIENCE = 30_000


def keep_picture(page: Page, name: str) -> None:
    if SHOTS:
        page.wait_for_timeout(300)
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_press_of_the_chair_changes_every_open_page_and_undo_changes_them_back(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    scene = make_scene(live_store, "pressed")

    def open_as(actor: Actor, **look: object) -> Page:
        return come(people, live_portal, live_store, actor, **look).page

    def go(page: Page, path: str) -> Page:
        page.goto(f"/{scene.slug}/{path}")
        expect(page.locator("#moves[data-started]")).to_be_attached(timeout=PATIENCE)
        return page

    # given: somebody has the schedule open on a phone and the stage in another tab
    schedule = open_as(scene.attendee, **PHONE)
    stage = go(schedule.context.new_page(), "stage")
    go(schedule, "schedule")
    chair = open_as(scene.chair, **WIDE)

    # when
    go(chair, "stage")
    chair.get_by_role("link", name="Run late").click()
    chair.get_by_role("button", name="+10 min").click()
    expect(chair.get_by_role("heading", name="+10 min: what moves")).to_be_visible()
    expect(chair.get_by_text("Coffee is shortened: 5 min instead of 15")).to_be_visible()
    assert_accessible(chair, "the preview")
    keep_picture(chair, "late-preview-wide")
    chair.get_by_role("button", name="Move them").click()
    expect(chair.get_by_role("heading", name="Moved today")).to_be_visible()

    # then
    third = f"[data-time-of='t{scene.talk_ids[2]}'][data-which='starts']"
    new = f"was {scene.clock(40)} {scene.clock(50)}"
    for page in (schedule, stage):
        expect(page.locator(third).first).to_have_text(new, timeout=PATIENCE)
        expect(page.locator("#now-bar [data-moved]")).to_contain_text(scene.clock(50), timeout=PATIENCE)
        expect(page.locator("#announcer")).to_contain_text("10 min later", timeout=PATIENCE)
        assert_accessible(page, "after the move")
        keep_picture(page, f"late-{page.url.rsplit('/', 1)[-1]}-phone")

    chair.get_by_role("button", name="Undo").click()
    expect(chair.get_by_text("taken back").first).to_be_visible()
    for page in (schedule, stage):
        expect(page.locator(third).first).to_have_text(scene.clock(40), timeout=PATIENCE)
        expect(page.locator("s.was")).to_have_count(0, timeout=PATIENCE)

    # when an organizer mends the programme by hand, the open pages follow in the same way
    with committed(live_store) as work:
        link = sign_in_link(work, scene.organizer)
    organizer = Visitor.signed_in(live_portal.base_url + link)
    day = f"{scene.begins.astimezone(ZoneInfo(scene.zone)):%Y-%m-%d}"
    times = {"starts_at": f"{day}T{scene.clock(42)}", "ends_at": f"{day}T{scene.clock(60)}"}
    words = {"title": "Slack water", "kind": "talk", **times}
    saved = organizer.post(f"/{scene.slug}/schedule/talks/{scene.talk_ids[2]}/edit", **words)
    assert saved.status_code == 303
    for page in (schedule, stage):
        expect(page.locator(third).first).to_have_text(scene.clock(42), timeout=PATIENCE)
        talks = page.get_by_role("main").get_by_text("Slack water", exact=True)
        expect(talks.first).to_be_visible(timeout=PATIENCE)

    # and a phone shows the chair's page too, with what was moved
    chair.set_viewport_size({"width": 390, "height": 844})
    chair.emulate_media(color_scheme="dark")
    chair.get_by_role("button", name="Ended early").click()
    expect(chair.get_by_role("heading", name="Ended early: what moves")).to_be_visible()
    assert_accessible(chair, "the preview on a phone")
    keep_picture(chair, "late-preview-phone")
