"""The map in browsers: two people see each other walk, by keys, by a click and by the list alone, and one is invisible."""

import re

from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.maps.made import MapScene, make_map
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.process import wait_until

SOON = 25_000
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "reduced_motion": "reduce"}


def come_in(portal: Portal, people: People, scene: MapScene, actor: Actor, **options: object) -> Page:
    """Somebody who is on the map."""
    page = people.open(portal.base_url, **options).page
    page.goto(scene.link(actor.known_id))
    page.locator("main form button").click()
    page.wait_for_load_state()
    page.goto(scene.address)
    expect(page.locator(".map[data-started][data-entered]")).to_be_attached(timeout=SOON)
    return page


def place(page: Page, mark: str) -> tuple[float, float]:
    """Where a mark is on the floor, as it was last told."""
    moved = re.search(
        r"translate\((-?[\d.]+)px, (-?[\d.]+)px\)",
        str(page.locator(mark).evaluate("mark => mark.style.transform")),
    )
    assert moved
    return float(moved[1]), float(moved[2])


def test_two_people_walk_on_the_map_and_one_of_them_by_the_list_alone(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    scene = make_map(live_store)
    ada, ben = scene.ada, scene.ben
    one = come_in(live_portal, people, scene, ada)
    two = come_in(live_portal, people, scene, ben, **PHONE)
    mark_of_ada, mark_of_ben = f"[data-person='{ada.person_id}']", f"[data-person='{ben.person_id}']"
    expect(one.locator(mark_of_ben)).to_have_count(1, timeout=SOON)
    expect(two.locator(mark_of_ada)).to_have_count(1, timeout=SOON)

    # By keys; the other one sees it.
    before = place(two, mark_of_ada)
    one.locator("[data-view]").focus()
    one.keyboard.down("ArrowRight")
    wait_until(lambda: place(two, mark_of_ada)[0] > before[0] + 10, "seen to walk", 25)
    one.keyboard.up("ArrowRight")
    expect(two.locator("[data-near-list]")).to_contain_text(ada.name, timeout=SOON)

    # By a click.
    stood = place(one, ".map-me")
    box = one.locator("[data-view]").bounding_box()
    assert box
    one.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.3)
    wait_until(lambda: place(one, ".map-me")[1] < stood[1] - 5, "walking there", 25)

    # By the list: somewhere, to a board that is searched for, to somebody.
    two.get_by_role("searchbox", name="Search places and people").fill("tides")
    two.get_by_role("button", name="Go there: P1 Tides and time").press("Enter")
    expect(two.locator("[data-here-title]")).to_have_text("You are at P1 · Tides and time", timeout=SOON)
    expect(two.get_by_role("link", name="Open the room").first).to_have_attribute(
        "href", re.compile(rf"/{scene.slug}/posters/{scene.first}$")
    )
    one.get_by_role("searchbox", name="Search places and people").fill(ben.name)
    expect(one.locator("[data-people-list]")).to_contain_text("at P1", timeout=SOON)
    one.get_by_role("button", name=f"Go to {ben.name}").press("Enter")
    expect(one.locator("[data-card]")).to_contain_text("P1 · Tides and time · 2 here", timeout=SOON)
    expect(one.locator("[data-near-list]")).to_contain_text(f"{ben.name}, right beside you", timeout=SOON)
    for page, where in ((one, "wide"), (two, "phone")):
        page.get_by_role("searchbox", name="Search places and people").fill("")
        who = page.get_by_role("button", name="Who is here: P1 Tides and time")
        expect(who).to_be_visible(timeout=SOON)
        who.press("Enter")
        expect(page.locator("[data-who-list]:visible")).to_contain_text(ada.name, timeout=SOON)
        assert_accessible(page, where)

    # Both hear who is near, and neither is asked for a microphone.
    for page, told in ((one, "You listen here. Nobody else"), (two, "You listen here, with 1 other person")):
        page.get_by_role("button", name="Hear who is near").press("Enter")
        expect(page.locator("[data-said]")).to_contain_text(told, timeout=SOON)
        expect(page.get_by_role("button", name="Be heard too")).to_be_visible()
    one.get_by_role("button", name="Stop hearing them").press("Enter")
    expect(one.get_by_role("button", name="Be heard too")).to_be_hidden()
    expect(one.get_by_role("button", name="Hear who is near")).to_be_visible()

    # Invisible by one press, also after coming back.
    two.get_by_role("button", name="Invisible on the map").click()
    expect(one.locator(mark_of_ben)).to_have_count(0, timeout=SOON)
    two.reload()
    expect(two.locator(".map[data-started][data-entered]")).to_be_attached(timeout=SOON)
    expect(two.get_by_role("button", name="Invisible on the map")).to_have_attribute("aria-pressed", "true")
    expect(two.locator(mark_of_ada)).to_have_count(1, timeout=SOON)
    expect(one.locator(mark_of_ben)).to_have_count(0)
