"""The weeks before and the hour of trouble: 300 people are brought in and written to, one comes by the mail, one must go."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.access import Actor, Role
from portal.clock import now
from portal.programme.models import ProgrammeSession
from portal.stage.actions import add_stage
from portal.stage.rules import SourceDraft, SourceKind, StageDraft
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.made import committed, make_actor, make_workshop
from tests.rosters.made import workbook
from tests.servers.chromium import People
from tests.servers.live import WIDE
from tests.servers.portal import Portal
from tests.servers.process import wait_until
from tests.servers.smtp import Letter, Smtp

HOME = "/tides"
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
LONG = 30_000
MANY = 300
GUEST = "guest150@example.org"
IN_FORCE_SECONDS = 2.0
BODY = "Hello {name},\n\nthe day begins soon. This is your way in:\n\n{link}\n"


class Weeks:
    """A portal with a mail server, and a workshop whose stage is on; its organizer at a desk."""

    def __init__(self, portal: Portal, smtp: Smtp, people: People, folder: Path) -> None:
        self.portal, self.smtp, self.people = portal, smtp, people
        self.store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
        self.list = folder / "attendees.xlsx"
        rows = [(f"Guest {number}", f"guest{number}@example.org", "Online") for number in range(MANY)]
        self.list.write_bytes(workbook([("Attendee name", "Attendee email", "Product"), *rows]))
        organizer = self._workshop()
        self.desk: Page = come(people, portal, self.store, organizer).page

    def _workshop(self) -> Actor:
        with committed(self.store) as work:
            workshop = make_workshop(work)
            organizer = make_actor(work, workshop, Role.ORGANIZER)
            session = work.add(
                ProgrammeSession(
                    workshop_id=workshop.id,
                    title="Spring tides",
                    starts_at=now() - timedelta(minutes=5),
                    ends_at=now() + timedelta(hours=2),
                )
            )
            source = SourceDraft(SourceKind.PAGE, "https://stream.example/room", "The stream")
            add_stage(work, organizer, StageDraft("Main stage", "main", (source,), frozenset({session.id})))
            return organizer


@pytest.fixture
def weeks(
    start_portal: Callable[..., Portal], smtp_server: Smtp, people: People, tmp_path: Path
) -> Iterator[Weeks]:
    portal = start_portal("serve", smtp_url=smtp_server.url, mail_per_minute="100000", **WIDE)
    running = Weeks(portal, smtp_server, people, tmp_path)
    yield running
    running.store.dispose()


def bring_in(weeks: Weeks) -> None:
    """The organizer takes the list from a spreadsheet, looks what it would change, and applies it."""
    desk = weeks.desk
    desk.goto(f"{HOME}/registrations/import")
    desk.get_by_label("A file").set_input_files(weeks.list)
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_label("What “Attendee email” becomes")).to_have_value("email", timeout=LONG)
    desk.get_by_role("button", name="Look what would change").click()
    expect(desk.get_by_text(f"{MANY} new", exact=True)).to_be_visible(timeout=LONG)
    look_at(desk, "what a list would change")
    desk.get_by_role("button", name=f"Apply to {MANY} people").click()
    expect(desk.get_by_role("heading", name="The list is applied")).to_be_visible(timeout=LONG)


def write_to_all(weeks: Weeks) -> None:
    """Everybody gets one mail with a link of their own."""
    desk = weeks.desk
    desk.goto(f"{HOME}/mailings/new")
    desk.get_by_label("Subject").fill("See you at {workshop}")
    desk.get_by_label("Text").fill(BODY)
    desk.get_by_role("button", name="Keep and look at it").click()
    desk.get_by_role("link", name="Go on to sending").click()
    expect(desk.get_by_role("heading", name=f"Send it to {MANY + 1} people?")).to_be_visible(timeout=LONG)
    look_at(desk, "before a mailing is sent")
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_text("It is on its way.")).to_be_visible(timeout=LONG)
    wait_until(lambda: len(weeks.smtp.letters) > MANY, "every mail at the server", 90)
    recipients = [letter.recipients for letter in weeks.smtp.letters]
    assert len(set(recipients)) == len(recipients) == MANY + 1


def letter_to(weeks: Weeks, address: str) -> Letter:
    return next(letter for letter in weeks.smtp.letters if letter.recipients == (address,))


def come_by_mail(weeks: Weeks) -> Page:
    """One of them opens the link of the mail on a phone, signs in by its button, and goes to the stage."""
    letter = letter_to(weeks, GUEST)
    link = re.search(rf"https?://[^/\s]+({HOME}/invitation/\S+)", letter.text)
    assert link
    person = weeks.people.open(weeks.portal.base_url, **PHONE)
    # The browser itself reports the page that is refused at the end.
    person.watch.forgive("status of 403")
    page = person.page
    page.goto(link[1])
    look_at(page, "the page of the personal link")
    page.get_by_role("button", name="Yes, sign in").click()
    page.get_by_role("link", name="Stage").first.click()
    expect(page.get_by_text("Spring tides").first).to_be_visible(timeout=LONG)
    expect(page.locator("[data-module='threads/thread'][data-started]")).to_be_attached(timeout=LONG)
    return page


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(said(page, text)).to_have_count(1, timeout=LONG)


def said(page: Page, text: str) -> Locator:
    return page.locator("[data-messages] > [data-seq]").filter(has_text=text)


def look_at(page: Page, where: str) -> None:
    assert_accessible(page, where)
    assert_fits(page, where)


@pytest.mark.slow
def test_three_hundred_people_come_from_a_spreadsheet_one_by_the_mail_and_one_who_is_banned_hears_no_more(
    weeks: Weeks,
) -> None:
    bring_in(weeks)
    write_to_all(weeks)
    guest = come_by_mail(weeks)
    desk = weeks.desk
    desk.goto(f"{HOME}/stage/main")
    expect(desk.locator("[data-module='threads/thread'][data-started]")).to_be_attached(timeout=LONG)
    say(desk, "Welcome to the stage")
    expect(said(guest, "Welcome to the stage")).to_have_count(1, timeout=LONG)

    # The organizer keeps the stage open and bans the guest in another tab.
    other = desk.context.new_page()
    other.goto(f"{HOME}/registrations?search={GUEST}")
    other.get_by_role("link", name="Guest 150").first.click()
    other.get_by_role("link", name="Moderation of Guest 150").click()
    other.locator("summary", has_text="Ban Guest 150").click()
    other.locator("#ban-reason").fill("Advertising")
    other.get_by_role("button", name="Ban Guest 150").click()
    expect(other.locator(".measure").first).to_contain_text("in force", timeout=LONG)
    time.sleep(IN_FORCE_SECONDS)
    say(desk, "Said two seconds later")

    expect(guest.get_by_text("Said two seconds later")).to_have_count(0)
    guest.goto(f"{HOME}/stage/main")
    expect(guest.get_by_text("Said two seconds later")).to_have_count(0)
    expect(guest.get_by_role("textbox", name="Message")).to_have_count(0)
    look_at(guest, "what is told to somebody who is banned")
