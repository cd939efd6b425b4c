"""The main job, end to end, with three people in three browsers: an organizer, a presenter and somebody new."""

import json
import os
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import assert_accessible
from tests.servers.chromium import People, Person
from tests.servers.portal import Portal

HOME = "/want-2023"
SHOTS = os.environ.get("PORTAL_TESTS_SHOTS", "")


def sign_in(person: Person, link: str) -> None:
    """Open a one-time link and press its button, as people do."""
    person.page.goto(link)
    person.page.get_by_role("button", name="Sign in").click()
    expect(person.page.get_by_role("button", name="Sign in")).to_have_count(0)


def mailed_link(portal: Portal, recipient: str) -> str:
    """The link in the newest mail to this address, as the demo's operator reads it."""
    mails = json.loads(portal.command("mail", "list", "--json"))
    newest = next(mail for mail in mails if mail["to"] == recipient)
    return str(newest["links"][0])


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def messages(page: Page, text: str) -> Locator:
    return page.locator("[data-messages] > [data-seq]").filter(has_text=text)


def enter_poster(page: Page, title: str) -> None:
    page.goto(f"{HOME}/posters")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator("[data-module='threads/thread'][data-started]")).to_be_visible()


def keep_picture(page: Page, name: str) -> None:
    """Where the pictures of the README are wanted, take one."""
    if SHOTS:
        page.wait_for_timeout(1500)
        page.screenshot(path=Path(SHOTS) / name)


def test_a_newcomer_registers_watches_and_meets_the_presenter_at_a_poster(  # noqa: PLR0915 - one story
    demo: Portal, people: People
) -> None:
    # Given a running workshop, its organizer and its presenter.
    organizer, presenter = people.open(demo.base_url), people.open(demo.base_url)
    sign_in(organizer, demo.new_link("organizer"))
    sign_in(presenter, demo.new_link("presenter"))
    newcomer = people.open(demo.base_url, timezone_id="Europe/Berlin")
    page = newcomer.page

    # When somebody new registers, neither stage nor posters are open to them.
    page.goto(f"{HOME}/register")
    page.get_by_label("Name").fill("Test attendee")
    page.get_by_label("E-mail").fill("test.attendee@example.org")
    page.get_by_role("button", name="Register").click()
    page.goto(mailed_link(demo, "test.attendee@example.org"))
    page.get_by_role("button").filter(has_text="egist").or_(
        page.get_by_role("button", name="Sign in")
    ).first.click()
    answer = page.goto(f"{HOME}/posters")
    assert answer is not None
    assert answer.status == 403
    newcomer.watch.forgive("status of 403")

    # Then the organizer lets them in.
    organizer.page.goto(f"{HOME}/registrations?state=requested")
    organizer.page.get_by_role("button", name="Accept Test attendee").click()
    expect(organizer.page.get_by_role("status").filter(has_text="Test attendee")).to_be_visible()

    # The bar on every page leads to what is on, and the video plays.
    page.goto(f"{HOME}/")
    page.get_by_role("link", name="Join").click()
    video = page.locator("video")
    expect(video).to_be_visible()
    begun = settled_time(page)
    page.wait_for_timeout(2500)
    assert video.evaluate("video => video.currentTime") > begun + 1
    keep_picture(page, "stage.png")

    # The times are the workshop's until the visitor asks for their own, and stay so on other pages.
    page.goto(f"{HOME}/schedule")
    expect(page.locator("html")).to_have_attribute("data-zone", "America/Chicago")
    page.locator("main, footer").get_by_role("button", name="Mine").first.click()
    expect(page.locator("html")).to_have_attribute("data-zone", "Europe/Berlin")
    page.goto(f"{HOME}/dates")
    expect(page.locator("html")).to_have_attribute("data-zone", "Europe/Berlin")

    # The presenter stands at a poster; the hall sees it within a second or two.
    title = own_poster(presenter.page)
    page.goto(f"{HOME}/posters")
    card = page.locator("[data-thread]").filter(has_text=title).first
    enter_poster(presenter.page, title)
    expect(card).to_contain_text("here", timeout=3000)

    # They meet there: what one writes the other reads, and both are seen.
    enter_poster(page, title)
    expect(page.locator("[data-presence]").first).to_have_text("here now")
    expect(page.locator("[data-people-count]")).to_have_text("2", timeout=3000)
    say(page, "Which data did you use?")
    expect(messages(presenter.page, "Which data did you use?")).to_have_count(1)
    say(presenter.page, "Only what is on the poster.")
    expect(messages(page, "Only what is on the poster.")).to_have_count(1)
    keep_picture(page, "poster.png")

    # A reload shows each message once, in the same order.
    page.reload()
    expect(page.locator("[data-module='threads/thread'][data-started]")).to_be_visible()
    expect(messages(page, "Which data did you use?")).to_have_count(1)
    expect(messages(page, "Only what is on the poster.")).to_have_count(1)
    numbers = page.locator("[data-messages] > [data-seq]").evaluate_all(
        "nodes => nodes.map(node => Number(node.dataset.seq))"
    )
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert_accessible(page, "the poster room with people and messages")

    # A line that is lost and comes back loses nothing and doubles nothing.
    newcomer.watch.forgive("ERR_INTERNET_DISCONNECTED|WebSocket")
    newcomer.context.set_offline(True)
    say(presenter.page, "Said while you were away.")
    expect(messages(presenter.page, "Said while you were away.")).to_have_count(1)
    newcomer.context.set_offline(False)
    expect(messages(page, "Said while you were away.")).to_have_count(1, timeout=15_000)

    # Declined, they are outside at once: the open page hears nothing more.
    organizer.page.goto(f"{HOME}/registrations?search=Test+attendee")
    organizer.page.get_by_role("link", name="Test attendee").click()
    organizer.page.get_by_role("button", name="Decline").first.click()
    say(presenter.page, "Only for those who are in.")
    expect(messages(presenter.page, "Only for those who are in.")).to_have_count(1)
    page.wait_for_timeout(2500)
    expect(messages(page, "Only for those who are in.")).to_have_count(0)


def settled_time(page: Page) -> float:
    """The video's time once it plays."""
    video = page.locator("video")
    for _ in range(100):
        time = float(video.evaluate("video => video.paused ? 0 : video.currentTime"))
        if time > 0.2:
            return time
        page.wait_for_timeout(100)
    raise AssertionError("the video did not begin to play within 10 s")


def own_poster(page: Page) -> str:
    """The title of a poster that the signed-in presenter may edit."""
    page.goto(f"{HOME}/papers")
    edit = page.locator("a[href$='/edit']").first
    href = edit.get_attribute("href") or ""
    page.goto(href.removesuffix("/edit"))
    return page.get_by_role("heading", level=1).inner_text()
