"""An organizer before and on the day: who is ready, who is here, the plots, and a file to take along."""

import itertools
import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from portal.clock import now
from portal.stage.models import Stage
from portal.statistics.actions import note
from portal.statistics.rules import STEP, Counted, Kind, floor_to
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.console.made import Running, make_running
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"console-day-{number}" for number in itertools.count(1))
LONG = 25_000
WIDE = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}


def make_day(store: Store) -> Running:
    """A session that was counted for half an hour; no source that a browser would load from elsewhere."""
    running = make_running(store, next(SLUGS))
    begin = floor_to(now() - timedelta(minutes=30), STEP)
    with committed(store) as work:
        work.get(Stage, running.stage_id).sources.clear()
        for number in (0, 1, 2, 5, 6):
            places = ((Kind.WORKSHOP, 0), (Kind.SESSION, running.session_id))
            counted = [Counted(running.workshop_id, kind, place, 4 + number) for kind, place in places]
            note(work, counted, begin + number * STEP)
    return running


def look(page: Page, path: str) -> None:
    """The page is usable by everybody, wide and light, narrow and dark."""
    page.goto(path)
    page.wait_for_load_state("load")
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert_fits(page, f"{path}, {width}")
        assert_accessible(page, f"{path}, {width}, {scheme}")


def test_an_organizer_sees_the_day_the_readiness_and_the_figures_and_takes_them_along(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    running = make_day(live_store)
    home = f"/{running.slug}"
    organizer = come(people, live_portal, live_store, running.organizer, **WIDE).page
    organizer.goto(f"{home}/console")
    expect(organizer.locator(".console[data-started]")).to_be_attached(timeout=LONG)
    figures = organizer.locator("[data-part=figures]")
    stage = organizer.locator(f'[data-stage="{running.stage_id}"]')
    expect(stage).to_contain_text("0 people here")

    presenter = come(people, live_portal, live_store, running.chair, **WIDE).page
    presenter.goto(f"{home}/check")
    presenter.get_by_role("button", name="Start the test").click(timeout=LONG)
    expect(presenter.locator("[data-kept]")).to_be_visible(timeout=LONG)
    presenter.goto(f"{home}/stage/main")

    expect(stage).to_contain_text("1 person here", timeout=LONG)
    expect(figures).to_contain_text(re.compile("connected now\\s*[12]"), timeout=LONG)
    stage.get_by_role("link", name="+5 min").click()
    expect(organizer.get_by_role("heading", name="Run late")).to_be_visible(timeout=LONG)
    expect(organizer.get_by_role("navigation", name="Console")).to_contain_text("Readiness")
    for path in ("console", "console/set-up", "console/programme", "exports"):
        look(organizer, f"{home}/{path}")

    look(organizer, f"{home}/readiness")
    row = organizer.locator(f"#chair-{running.chair.known_id}")
    expect(row).to_contain_text(re.compile("both work, Chrome \\d+ on Linux"))
    expect(row).to_contain_text("opened")

    organizer.set_viewport_size({"width": 1280, "height": 800})
    organizer.goto(f"{home}/statistics")
    plot = organizer.locator(".plot", has_text="People with a page").first
    expect(plot.locator("canvas")).to_be_visible(timeout=LONG)
    plot.locator("[data-canvas]").press("End")
    expect(plot.locator("[data-point]")).to_contain_text(re.compile("people on average \\d"))
    plot.locator("[data-canvas]").press("Home")
    expect(plot.locator("[data-point]")).to_contain_text("people on average 4, most at once 4")
    plot.locator("summary").click()
    look(organizer, f"{home}/statistics")
    look(organizer, f"{home}/statistics/sessions/{running.session_id}")

    organizer.goto(f"{home}/exports")
    with organizer.expect_download() as download:
        organizer.get_by_role("button", name=re.compile("XLSX.*Talks")).click()
    assert re.fullmatch(rf"{running.slug}-talks-\d{{4}}-\d\d-\d\d\.xlsx", download.value.suggested_filename)
