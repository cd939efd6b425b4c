"""Backstage in browsers: hands, signals and the chat of a chair, a speaker and somebody in the audience."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.store.work import Store
from tests.backstage.made import MEETING, Scene, make_scene
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"backstage-{number}" for number in itertools.count(1))
SOON = 25_000
PARTS = {"/stage": ".hand [data-hand-body] button", "/stage/main/backstage": ".backstage[data-hears]"}


class House:
    """People with browsers in front of a stage and behind it."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.scene: Scene = make_scene(store, next(SLUGS))

    def open(self, actor: Actor, path: str, **options: object) -> Page:
        """A page of the workshop that hears what happens."""
        page = come(self.people, self.portal, self.store, actor, **options).page
        page.goto(f"/{self.scene.slug}{path}")
        expect(page.locator(PARTS[path])).to_be_attached(timeout=SOON)
        return page

    def lose_line(self, page: Page) -> None:
        """Cut the page off; what the browser itself says of that is no fault of the page."""
        seen = next(person.watch for person in self.people.visitors if person.page is page)
        seen.forgive("ERR_INTERNET_DISCONNECTED")
        page.context.set_offline(True)


@pytest.fixture
def house(live_portal: Portal, live_store: Store, people: People) -> House:
    return House(live_portal, live_store, people)


def test_a_hand_is_raised_seen_called_and_lowered_and_a_signal_shown_at_once(house: House) -> None:
    scene = house.scene
    name = scene.attendee.name
    audience = house.open(scene.attendee, "/stage")
    chair = house.open(scene.chair, "/stage/main/backstage")
    speaker = house.open(scene.speaker, "/stage/main/backstage")
    hand = audience.locator(".hand")

    # a hand
    hand.get_by_role("button", name="Raise a hand").click()
    for page in (chair, speaker):
        expect(page.locator("[data-hand]")).to_contain_text(name, timeout=SOON)
    expect(speaker.get_by_role("button", name=f"Call {name}")).to_have_count(0)
    expect(hand.get_by_role("link")).to_have_count(0)
    chair.get_by_role("button", name=f"Call {name}").click()
    expect(hand.get_by_role("link", name="Join the meeting")).to_have_attribute("href", MEETING, timeout=SOON)
    expect(audience.locator("#announcer")).to_contain_text("The chair calls you", timeout=SOON)
    assert audience.url.endswith("/stage"), "nobody is moved"
    expect(speaker.locator("[data-hand]")).to_contain_text("Called", timeout=SOON)
    hand.get_by_role("button", name="I am done").click()
    expect(chair.locator("[data-hand]")).to_have_count(0, timeout=SOON)
    expect(hand.get_by_role("link")).to_have_count(0)

    # a signal, also after a line that was lost
    chair.get_by_role("button", name="5 minutes").click()
    expect(speaker.locator("[data-signal]")).to_have_text("5 minutes", timeout=SOON)
    expect(speaker.locator("#announcer")).to_contain_text("5 minutes", timeout=SOON)
    house.lose_line(speaker)
    chair.get_by_role("button", name="Stop").click()
    expect(chair.locator("[data-signal]")).to_have_text("Stop", timeout=SOON)
    speaker.context.set_offline(False)
    expect(speaker.locator("[data-signal]")).to_have_text("Stop", timeout=SOON)
    chair.get_by_role("button", name="Take back").click()
    expect(speaker.locator("[data-signal]")).to_be_hidden(timeout=SOON)

    # a word among those who are there
    chair.get_by_role("textbox", name="Message").fill("Can you hear us?")
    chair.get_by_role("button", name="Send").click()
    expect(speaker.get_by_role("log")).to_contain_text("Can you hear us?", timeout=SOON)


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_backstage_and_a_call_are_for_everybody(house: House, look: dict[str, object]) -> None:
    scene = house.scene
    called = scene.raise_hand(scene.attendee)
    scene.raise_hand(scene.other)
    audience = house.open(scene.attendee, "/stage", **look)
    chair = house.open(scene.chair, "/stage/main/backstage", **look)
    chair.get_by_role("button", name=f"Call {scene.attendee.name}").click()
    expect(audience.locator(".hand.is-called")).to_be_visible(timeout=SOON)
    expect(chair.locator(f"[data-hand='{called}']")).to_contain_text("Called", timeout=SOON)
    expect(chair.locator(f"[data-hand='{called}'] button").first).to_be_focused()
    chair.get_by_role("button", name="1 minute").click()
    expect(chair.locator("[data-signal]")).to_have_text("1 minute", timeout=SOON)

    for page, where in ((chair, "backstage"), (audience, "called")):
        assert_accessible(page, where)
        assert_fits(page, where)
