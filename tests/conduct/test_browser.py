"""Somebody reports from a page, a contact person hears of it on another, answers, and the sender reads it."""

import itertools

from playwright.sync_api import Page, expect

from portal.access import Role
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.made import committed, make_actor, make_workshop
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"conduct-{number}" for number in itertools.count(1))
LONG = 25_000


def check(page: Page, where: str) -> None:
    assert_fits(page, where)
    assert_accessible(page, where)


def test_a_report_is_heard_of_at_once_and_its_answer_reaches_the_sender(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    slug = next(SLUGS)
    with committed(live_store) as work:
        workshop = make_workshop(work, slug)
        organizer, attendee = make_actor(work, workshop, Role.ORGANIZER), make_actor(work, workshop)
    contact = come(people, live_portal, live_store, organizer).page
    contact.goto(f"/{slug}/conduct/edit")
    contact.get_by_role("button", name="Save").click()
    contact.get_by_role("checkbox", name="I have read this and I agree").check()
    check(contact, "the code of conduct that waits to be agreed to")
    contact.get_by_role("button", name="Agree and go on").click()
    expect(contact.locator("#bell[data-started]")).to_be_visible(timeout=LONG)
    sender = come(
        people,
        live_portal,
        live_store,
        attendee,
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
    ).page
    sender.goto(f"/{slug}/posters")
    expect(sender.get_by_role("heading", name="Code of conduct")).to_be_visible()
    sender.get_by_role("checkbox", name="I have read this and I agree").check()
    sender.get_by_role("button", name="Agree and go on").click()
    expect(sender).to_have_url(f"{live_portal.base_url}/{slug}/posters")

    sender.get_by_role("link", name="Report to the organizers").click()
    sender.get_by_label("What happened?").fill("Somebody shouted at the poster.")
    sender.get_by_role("button", name="Send").click()
    expect(sender.get_by_role("heading", name="Your report")).to_be_visible()
    check(sender, "one's own report on a phone")

    card = contact.locator("#notice-cards")
    expect(card).to_contain_text(f"{attendee.name} reports something to the organizers", timeout=LONG)
    contact.goto(f"/{slug}/conduct/reports")
    check(contact, "the list of reports")
    contact.get_by_role("link", name="Somebody shouted at the poster.").click()
    check(contact, "one report")
    contact.get_by_label("Answer to the sender").fill("We have spoken with them.")
    contact.get_by_role("button", name="Save").click()

    expect(sender.locator("#notice-cards")).to_contain_text("The organizers have answered", timeout=LONG)
    sender.goto(f"/{slug}/conduct/report")
    expect(sender.locator("main")).to_contain_text("We have spoken with them.")
    check(sender, "the reports that one has sent, on a phone")
