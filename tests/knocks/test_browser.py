"""A visitor knocks, a presenter hears it on another page, waves, goes and says until when; a question waits for them."""

import itertools
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.knocks.made import Knocks, make_knocks
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"knocking-{number}" for number in itertools.count(1))
LONG = 25_000


class Day:
    """A poster with its people on a running portal."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.slug = next(SLUGS)
        self.knocks: Knocks = make_knocks(store, self.slug)

    @property
    def room(self) -> str:
        return f"/{self.slug}/posters/{self.knocks.poster_id}"

    def open(self, actor: Actor, **options: object) -> Page:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        page = self.people.open(self.portal.base_url, **options).page
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        return page


def enter(page: Page, path: str) -> None:
    """Go there, and wait until what is live has started."""
    page.goto(path)
    expect(page.locator("#bell[data-started]")).to_be_visible(timeout=LONG)
    if page.locator("[data-knocks]").count():
        expect(page.locator("[data-knocks][data-started]")).to_be_visible(timeout=LONG)


def test_a_knock_finds_the_presenter_anywhere_and_a_question_waits_for_the_answer(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    day = Day(live_portal, live_store, people)
    ben, presenter = day.open(day.knocks.ben), day.open(day.knocks.presenter)
    enter(presenter, f"/{day.slug}/lobby")
    enter(ben, day.room)
    told = ben.locator("[data-told]")
    expect(told).to_have_text("You are just looking. Nobody is rung.")

    ben.get_by_role("textbox", name="What it is about").fill("about the scale")
    ben.get_by_role("button", name="I would like to talk").click()

    expect(told).to_contain_text("we told them on the page that they have open", timeout=LONG)
    expect(presenter.locator("#bell [data-notices-count]")).to_have_text("1", timeout=LONG)
    card = presenter.locator("#notice-cards")
    expect(card).to_contain_text("would like to talk: about the scale", timeout=LONG)
    card.get_by_role("link", name="knocks at your poster").click()
    expect(presenter.locator("[data-knocks][data-started]")).to_be_visible(timeout=LONG)
    waiting = presenter.locator("[data-queue] [data-knock]")
    expect(waiting).to_have_count(1)
    ring = presenter.get_by_role("button", name="Ring")
    expect(ring).to_have_attribute("aria-pressed", "false")
    assert_accessible(presenter, "the queue of a presenter")

    waiting.get_by_role("button", name="Come in").click()

    expect(told).to_have_text(f"{day.knocks.presenter.name} says: come in.", timeout=LONG)
    expect(waiting).to_have_count(0, timeout=LONG)
    expect(ben.locator("#bell .count")).to_be_hidden(timeout=LONG)

    back = datetime.now(UTC) + timedelta(hours=2)
    presenter.get_by_label("The time when you are back").fill(f"{back:%H:%M}")
    presenter.get_by_role("button", name="Back at").click()
    expect(presenter.get_by_role("button", name="Back at")).to_have_attribute(
        "aria-pressed", "true", timeout=LONG
    )
    enter(presenter, f"/{day.slug}/lobby")
    sign = ben.locator(f'[data-presenter="{day.knocks.presenter.known_id}"] [data-presence]')
    expect(sign).to_have_text(f"back at {back:%H:%M}", timeout=LONG)
    hall = day.open(day.knocks.cleo, viewport={"width": 390, "height": 844}, color_scheme="dark")
    hall.goto(f"/{day.slug}/posters")
    expect(hall.locator(".poster-card")).to_contain_text(f"presenter back at {back:%H:%M}", timeout=LONG)
    assert_accessible(hall, "the hall with a presenter who is back later")

    ben.get_by_role("textbox", name="What it is about").fill("Why so slow?")
    ben.get_by_role("button", name="I have a question").click()
    expect(ben.locator(".message-text")).to_have_text("Why so slow?", timeout=LONG)
    expect(told).to_contain_text("Your question stays until it is answered.", timeout=LONG)
    assert_accessible(ben, "a visitor who waits")
    enter(ben, f"/{day.slug}/lobby")

    phone = day.open(day.knocks.other_presenter, viewport={"width": 390, "height": 844}, color_scheme="dark")
    enter(phone, f"{day.room}/knock")
    expect(phone.locator("[data-knock]")).to_contain_text("has a question: Why so slow?")
    assert_accessible(phone, "the page of knocks on a phone")
    phone.get_by_role("textbox", name="in the chat").fill("The water is cold.")
    phone.get_by_role("button", name="Send the answer").click()

    expect(phone.locator("[data-queue-none]")).to_be_visible(timeout=LONG)
    expect(ben.locator("#notice-cards")).to_contain_text("The water is cold.", timeout=LONG)
    ben.locator("#notice-cards").get_by_role("link").click()
    expect(ben.locator(".message-text").last).to_contain_text("The water is cold.", timeout=LONG)
