"""Somebody shows herself, says hello, is answered, and the two write to each other; each page on both screens."""

import itertools

from playwright.sync_api import Page, expect

from portal.contacts.actions import give_card
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.made import committed
from tests.profiles.made import EVERYTHING, make_company
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"meeting-{number}" for number in itertools.count(1))
LONG = 25_000
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def enter(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("#bell[data-started]")).to_be_visible(timeout=LONG)


def test_two_find_each_other_say_hello_and_write(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    company = make_company(live_store, next(SLUGS))
    ann = company.add("Ann", None, topics=("Sea ice",))
    ben = company.add(
        "Ben", EVERYTHING, affiliation="Place B", line="Looking for data", topics=("Sea ice", "Waves")
    )
    cleo = company.add("Cleo", EVERYTHING)
    with committed(live_store) as work:
        give_card(work, cleo, ben.known_id, "")
        give_card(work, ben, cleo.known_id, "")
    here = f"/{company.slug}"
    desk = come(people, live_portal, live_store, ann, **WIDE).page
    phone = come(people, live_portal, live_store, ben, **PHONE).page

    enter(phone, f"{here}/contacts")
    enter(desk, f"{here}/directory")
    expect(desk.get_by_text("You are hidden. Others see you only in rooms.")).to_be_visible()
    desk.get_by_role("link", name="Change that").click()
    desk.get_by_role("checkbox", name="Others may find me here").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".directory-name", has_text="Ann")).to_be_visible()
    desk.get_by_role("link", name="Same topics").click()
    expect(desk.locator(".directory-name")).to_have_count(1)
    desk.get_by_role("link", name="Ben", exact=True).click()
    desk.get_by_role("textbox", name="A few words").fill("about your data")
    desk.get_by_role("button", name="Say hello").click()
    expect(desk.get_by_text("They are told that you say hello.")).to_be_visible()

    expect(phone.locator("#notice-cards")).to_contain_text("Ann says hello: about your data", timeout=LONG)
    phone.reload()
    phone.get_by_role("button", name="Accept the hello of Ann").click()
    expect(phone.locator(".contact-card", has_text="Ann")).to_be_visible()
    enter(phone, f"{here}/messages")
    desk.goto(f"{here}/messages/{ben.known_id}")
    desk.get_by_role("textbox", name="Message").fill("Is it open?")
    desk.get_by_role("button", name="Send").click()
    row = phone.locator(".inbox-row", has_text="Ann")
    expect(row).to_contain_text("Is it open?", timeout=LONG)
    expect(row.locator("[data-unread-messages]")).to_have_text("1")
    row.get_by_role("link", name="Ann").click()
    expect(phone.locator(".thread[data-started]")).to_be_visible(timeout=LONG)
    phone.get_by_role("textbox", name="Message").fill("Since today.")
    phone.get_by_role("button", name="Send").click()
    expect(desk.locator(".message-text", has_text="Since today.")).to_be_visible(timeout=LONG)
    enter(phone, f"{here}/messages")
    expect(phone.locator(".inbox-row")).to_be_visible()
    expect(phone.locator("[data-unread-messages]")).to_have_count(0, timeout=LONG)

    for page, other in ((desk, ben), (phone, cleo)):
        for path in (
            f"{here}/directory",
            f"{here}/contacts/card",
            f"{here}/directory/{other.known_id}",
            f"{here}/directory/me",
            "/me/profile",
            f"{here}/contacts",
            f"{here}/messages",
            f"{here}/messages/{other.known_id}",
        ):
            page.goto(path)
            assert_fits(page, path)
            assert_accessible(page, path)
