"""Stars and reminders in a browser: set at once, kept at sign-in, told in time and never asked for on load."""

import itertools
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.access import Role
from portal.accounts.actions import make_link
from portal.accounts.models import Person as PersonRow
from portal.clock import now
from portal.programme.actions import add_session, add_talk, change_session, set_star
from portal.programme.models import ProgrammeSession
from portal.programme.rules import EntryDraft, Key
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.made import committed, make_actor, make_workshop
from tests.servers.chromium import People, Person
from tests.servers.portal import Portal

SLUGS = (f"starred-{number}" for number in itertools.count(1))
SHOTS = os.environ.get("PORTAL_TESTS_SHOTS", "")
WATCHED = """
  window.asked = 0;
  window.shown = [];
  if ("Notification" in window) {
    const Real = window.Notification;
    window.Notification = class extends Real {
      constructor(title, options) { super(title, options); window.shown.push(`${title} ${options.body}`); }
      static requestPermission() { window.asked += 1; return Real.requestPermission(); }
    };
  }
"""
"""Notes what the page asks of the browser; the browser still does it."""


class Scene:
    """A day with two sessions that overlap, the first beginning soon; an attendee with a link to sign in."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people, self.slug = portal, store, people, next(SLUGS)
        self.starts_at = now().replace(microsecond=0) + timedelta(minutes=4, seconds=30)
        with committed(store) as work:
            workshop = make_workshop(work, self.slug)
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            self.attendee = make_actor(work, workshop)
            hour = timedelta(hours=1)
            first = EntryDraft("Tides", "panel", self.starts_at, self.starts_at + hour)
            self.first = add_session(work, self.organizer, first).id
            second = EntryDraft("Waves", "panel", self.starts_at + hour / 2, self.starts_at + 2 * hour)
            self.second = add_session(work, self.organizer, second).id
            self.talk = add_talk(work, self.organizer, self.first, EntryDraft("Moon")).id

    def open(self, path: str, *, is_signed_in: bool = False, **options: Any) -> Page:
        person: Person = self.people.open(self.portal.base_url, **options)
        person.context.add_init_script(WATCHED)
        if is_signed_in:
            self.sign_in(person.page)
        person.page.goto(f"/{self.slug}{path}")
        return person.page

    def sign_in(self, page: Page) -> None:
        with committed(self.store) as work:
            token = make_link(work, work.get(PersonRow, self.attendee.known_id), 10)
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()

    def star(self) -> None:
        with committed(self.store) as work:
            set_star(work, self.attendee, Key(is_talk=False, id=self.first), is_on=True)

    def move(self, starts_at: datetime) -> None:
        with committed(self.store) as work:
            session = work.get(ProgrammeSession, self.first)
            draft = EntryDraft(session.title, "panel", starts_at, starts_at + timedelta(hours=1))
            change_session(work, self.organizer, self.first, draft)


@pytest.fixture
def scene(live_portal: Portal, live_store: Store, people: People) -> Scene:
    return Scene(live_portal, live_store, people)


def button(page: Page, title: str) -> Any:
    return page.get_by_role("button", name=f"Star {title}", exact=True)


def keep_picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / name, full_page=True)


def look_again(page: Page) -> None:
    """What coming back to the tab does."""
    page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")


def test_a_star_before_signing_in_is_there_after_it(scene: Scene) -> None:
    page = scene.open("/schedule")
    expect(page.locator("[data-module='programme/stars'][data-started]")).to_be_attached()

    with page.expect_response("**/agenda/stars"):
        button(page, "Tides").click()
    expect(button(page, "Tides")).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/agenda/stars"):
        button(page, "Waves").click()
    expect(page.get_by_text("overlaps with Waves")).to_be_visible()
    expect(page.get_by_text("overlaps with Tides")).to_be_visible()
    page.reload()
    expect(button(page, "Tides")).to_have_attribute("aria-pressed", "true")

    scene.sign_in(page)
    page.goto(f"/{scene.slug}/agenda")
    expect(page.get_by_role("heading", name="Tides")).to_be_visible()
    expect(page.get_by_role("heading", name="Waves")).to_be_visible()
    other = scene.open("/agenda", is_signed_in=True)
    expect(other.get_by_role("heading", name="Tides")).to_be_visible()


def test_a_star_and_a_sign_in_without_scripts(scene: Scene) -> None:
    page = scene.open("/schedule", java_script_enabled=False)

    button(page, "Moon").click()
    expect(button(page, "Moon")).to_have_attribute("aria-pressed", "true")
    scene.sign_in(page)
    page.goto(f"/{scene.slug}/agenda")

    expect(page.get_by_role("heading", name="Moon")).to_be_visible()
    button(page, "Moon").click()
    expect(page.get_by_text("Nothing starred yet")).to_be_visible()


def test_a_star_that_cannot_be_kept_says_so_and_goes_back(scene: Scene) -> None:
    page = scene.open("/schedule")
    # A part that is still on its way when the line is lost cannot start, and says so.
    expect(page.locator("[data-module]:not([data-started])")).to_have_count(0, timeout=25_000)
    scene.people.visitors[-1].watch.forgive("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)

    button(page, "Tides").click()

    expect(page.get_by_text("The star of “Tides” was not kept.")).to_be_visible()
    expect(button(page, "Tides")).to_have_attribute("aria-pressed", "false")
    page.context.set_offline(False)
    with page.expect_response("**/agenda/stars"):
        button(page, "Tides").click()
    expect(button(page, "Tides")).to_have_attribute("aria-pressed", "true")


def test_a_reminder_is_asked_for_by_a_press_alone_and_follows_the_start(scene: Scene) -> None:
    scene.star()
    page = scene.open("/agenda", is_signed_in=True, permissions=["notifications"])
    remind = page.get_by_role("button", name="Remind me")
    expect(remind).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("() => [asked, shown.length]") == [0, 0]

    remind.click()

    card = page.get_by_role("region", name="Starting soon").locator("[data-key]")
    expect(card).to_contain_text("Tides starts at")
    assert len(page.evaluate("() => shown")) == 1, "and a notification, since it is allowed"
    page.goto(f"/{scene.slug}/schedule")
    expect(card).to_contain_text("Tides starts at")
    assert page.evaluate("() => shown") == [], "the card stands on each page, the notification comes once"

    scene.move(scene.starts_at + timedelta(minutes=30))
    look_again(page)
    expect(card).to_have_count(0)
    scene.move(scene.starts_at + timedelta(seconds=10))
    look_again(page)
    expect(card).to_contain_text("Tides starts at")
    assert len(page.evaluate("() => shown")) == 1

    card.get_by_role("button", name="Dismiss").click()
    expect(card).to_have_count(0)


def test_a_browser_that_shows_no_notification_shows_a_card(scene: Scene) -> None:
    scene.star()
    page = scene.open("/agenda", is_signed_in=True)

    page.get_by_role("button", name="Remind me").click()

    expect(page.locator("[data-remind-told]")).to_contain_text("On")
    card = page.locator("#reminders [data-key]")
    expect(card).to_contain_text("Tides starts at")
    page.get_by_role("button", name="Remind me").click()
    expect(card).to_have_count(0)
    expect(page.locator("[data-remind-told]")).to_be_empty()


def test_a_calendar_address_is_made_shown_and_stopped(scene: Scene) -> None:
    scene.star()
    page = scene.open("/agenda", is_signed_in=True)

    page.get_by_role("button", name="Make a calendar address").click()
    address = page.get_by_label("Your calendar address").input_value()
    assert page.context.request.get(address).status == 200
    page.reload()
    expect(page.get_by_label("Your calendar address")).to_have_count(0)
    page.get_by_role("button", name="Stop the address").click()
    expect(page.get_by_role("button", name="Make a calendar address")).to_be_visible()
    assert page.context.request.get(address).status == 404


@pytest.mark.parametrize("look", LOOKS)
def test_the_schedule_and_the_agenda_are_for_everybody(scene: Scene, look: dict[str, Any]) -> None:
    name = "phone" if look["viewport"]["width"] < 500 else "wide"
    empty = scene.open("/agenda", **look)
    assert_accessible(empty, "the empty agenda")
    assert_fits(empty, "the empty agenda")
    keep_picture(empty, f"agenda-empty-{name}.png")
    page = scene.open("/schedule", is_signed_in=True, **look)
    expect(page.locator("[data-module='programme/stars'][data-started]")).to_be_attached()
    for title in ("Tides", "Waves", "Moon"):
        with page.expect_response("**/agenda/stars"):
            button(page, title).click()
    expect(page.get_by_text("overlaps with Waves").first).to_be_visible()
    assert_accessible(page, "the schedule with stars")
    assert_fits(page, "the schedule with stars")
    keep_picture(page, f"schedule-stars-{name}.png")

    page.goto(f"/{scene.slug}/agenda")
    page.get_by_role("button", name="Make a calendar address").click()
    page.get_by_role("button", name="Remind me").click()
    expect(page.locator("#reminders [data-key]")).to_have_count(2)
    assert_accessible(page, "the agenda")
    assert_fits(page, "the agenda")
    keep_picture(page, f"agenda-{name}.png")
