"""A presenter and a visitor in front of one poster: sharp at any size, pointed at, followed, and left."""

import itertools
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.access import Actor
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.browser.accessibility import assert_accessible
from tests.made import committed, sign_in_link
from tests.posters.made import Scene, hang_many, make_scene, stashed_pdf
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.process import wait_until

SLUGS = (f"shown-{number}" for number in itertools.count(1))
SOON = 25_000

BOXES = """
  const box = document.querySelector("[data-canvas]");
  const seen = box.getBoundingClientRect();
  const sheet = document.querySelector(".viewer-sheet").getBoundingClientRect();
"""
DRAWN = f"""() => {{ {BOXES}
  const canvas = document.querySelector(".viewer-sheet canvas");
  if (!canvas) return {{ covers: false, density: 0 }};
  const drawn = canvas.getBoundingClientRect();
  const right = Math.min(seen.left + box.clientWidth, sheet.right);
  const bottom = Math.min(seen.top + box.clientHeight, sheet.bottom);
  const covers = drawn.left - 1.5 <= Math.max(seen.left, sheet.left) && drawn.right + 1.5 >= right
    && drawn.top - 1.5 <= Math.max(seen.top, sheet.top) && drawn.bottom + 1.5 >= bottom;
  return {{ covers, density: canvas.width / drawn.width / devicePixelRatio }};
}}"""
CENTRE = f"""() => {{ {BOXES}
  const [x, y] = [seen.left + box.clientWidth / 2, seen.top + box.clientHeight / 2];
  return [(x - sheet.left) / sheet.width, (y - sheet.top) / sheet.height];
}}"""
DOT = f"""() => {{ {BOXES}
  const dot = document.querySelector("[data-dot]")?.getBoundingClientRect();
  return dot ? [(dot.left - sheet.left) / sheet.width, (dot.top - sheet.top) / sheet.height] : [-1, -1];
}}"""


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Scene:
    made = make_scene(live_store, next(SLUGS), stashed_pdf(live_portal.data_dir, "Tide tables", pages=2))
    with committed(live_store) as work:
        hang_many(work, made.organizer, work.get(Workshop, made.workshop_id), 1)
    return made


def enter(portal: Portal, store: Store, people: People, scene: Scene, actor: Actor) -> Page:
    """Somebody who has come into the room, with everything in it started."""
    with committed(store) as work:
        link = sign_in_link(work, actor)
        slug = work.get(Workshop, scene.workshop_id).slug
    page = people.open(portal.base_url, viewport={"width": 1280, "height": 800}, color_scheme="light").page
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_load_state()
    # By their numbers: the other poster, A0, hangs before this one.
    page.goto(f"/{slug}/posters/{scene.poster_id}?sort=board")
    for module in ("posters/viewer", "pointers/bar"):
        expect(page.locator(f"[data-module='{module}'][data-started]")).to_be_attached(timeout=SOON)
    expect(page.locator("[data-here-list]")).to_contain_text("(you)", timeout=SOON)
    return page


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def is_sharp(page: Page) -> bool:
    drawn: dict[str, Any] = page.evaluate(DRAWN)
    return bool(drawn["covers"]) and drawn["density"] > 0.999


def are_near(one: list[float], other: list[float]) -> bool:
    return all(abs(here - there) < 0.02 for here, there in zip(one, other, strict=True))


def size(page: Page) -> Locator:
    return page.locator("[data-zoom]")


def fit(page: Page) -> Locator:
    return page.get_by_role("button", name="Fit", exact=True)


def test_a_visitor_sees_the_poster_sharp_at_any_size_by_keys_buttons_and_hand(
    live_portal: Portal, live_store: Store, people: People, scene: Scene
) -> None:
    visitor = enter(live_portal, live_store, people, scene, scene.attendee)
    canvas = visitor.locator("[data-canvas]")
    expect(size(visitor)).to_have_text("Fit")

    canvas.focus()
    visitor.keyboard.press("+")
    visitor.keyboard.press("1")
    expect(size(visitor)).to_have_text("100%", timeout=SOON)
    wait_until(lambda: is_sharp(visitor), "sharp at 100 %", 25)
    press(visitor, *["Larger"] * 6)
    expect(visitor.get_by_role("button", name="Larger")).to_have_attribute("aria-disabled", "true")
    expect(size(visitor)).to_have_text("800%")
    wait_until(lambda: is_sharp(visitor), "sharp at 800 %", 25)
    before = visitor.evaluate(CENTRE)
    box = canvas.bounding_box()
    assert box is not None
    visitor.mouse.move(box["x"] + 300, box["y"] + 300)
    visitor.mouse.down()
    visitor.mouse.move(box["x"] + 20, box["y"] + 20, steps=3)
    visitor.mouse.up()
    assert visitor.evaluate(CENTRE)[0] > before[0], "it was dragged"
    wait_until(lambda: is_sharp(visitor), "sharp where it was dragged to", 25)
    canvas.focus()
    visitor.keyboard.press("t")
    expect(visitor.locator(".viewer-text")).to_contain_text("Tide tables, page 1", timeout=SOON)
    visitor.keyboard.press("0")
    expect(fit(visitor)).to_have_attribute("aria-pressed", "true")
    visitor.keyboard.press("?")
    expect(visitor.get_by_role("dialog", name="Keys for the poster")).to_be_visible()
    assert_accessible(visitor, "the keys of the viewer")
    visitor.keyboard.press("Escape")
    visitor.keyboard.press("[")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Poster number 0", timeout=SOON)


def test_a_visitor_sees_where_the_presenter_points_and_follows_and_leaves_and_follows_again(
    live_portal: Portal, live_store: Store, people: People, scene: Scene
) -> None:
    visitor = enter(live_portal, live_store, people, scene, scene.attendee)
    presenter = enter(live_portal, live_store, people, scene, scene.presenter)
    press(presenter, "Show my pointer")
    sheet = presenter.locator(".viewer-sheet").bounding_box()
    assert sheet is not None
    spot = [0.3, 0.6]
    presenter.mouse.move(
        sheet["x"] + spot[0] * sheet["width"], sheet["y"] + spot[1] * sheet["height"], steps=5
    )
    expect(visitor.get_by_text(f"{scene.presenter.name} is pointing", exact=True)).to_be_visible(timeout=SOON)
    wait_until(lambda: are_near(visitor.evaluate(DOT), spot), "the dot is where it was meant", 25)

    presenter.locator("[data-canvas]").focus()
    presenter.keyboard.press("1")
    press(presenter, "Lead the view")
    expect(size(presenter)).to_have_text("100%", timeout=SOON)
    assert_accessible(presenter, "a presenter who points and leads")
    expect(fit(visitor)).to_have_attribute("aria-pressed", "true")
    press(visitor, "Follow the presenter")
    expect(visitor.get_by_text(f"You follow {scene.presenter.name}")).to_be_visible()
    expect(fit(visitor)).to_have_attribute("aria-pressed", "false", timeout=SOON)
    presenter.locator("[data-canvas]").focus()
    for _ in range(5):
        presenter.keyboard.press("ArrowRight")
    wait_until(
        lambda: are_near(visitor.evaluate(CENTRE), presenter.evaluate(CENTRE)), "both look at the same", 25
    )

    visitor.locator("[data-canvas]").focus()
    visitor.keyboard.press("ArrowDown")
    expect(visitor.get_by_role("button", name="Follow again")).to_be_visible()
    assert_accessible(visitor, "a visitor who left the lead")
    presenter.keyboard.press("0")
    expect(fit(presenter)).to_have_attribute("aria-pressed", "true")
    expect(fit(visitor)).to_have_attribute("aria-pressed", "false")
    press(visitor, "Follow again")
    expect(fit(visitor)).to_have_attribute("aria-pressed", "true", timeout=SOON)
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.emulate_media(color_scheme="dark")
    expect(visitor.get_by_role("button", name="Stop following")).to_be_visible()
    assert_accessible(visitor, "a visitor who follows on a phone")

    presenter.close()
    expect(visitor.locator("[data-dot]")).to_have_count(0, timeout=6000)
    expect(visitor.locator(".pointing")).to_be_hidden(timeout=6000)
