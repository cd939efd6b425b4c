"""From an invitation to a mailing in a browser: the organizer on a desk by day, the guest on a phone by night."""

import itertools
import re

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from portal.access import Role
from portal.mail.models import Mail
from portal.registrations.queries import actor_of
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.made import committed, make_person, make_workshop, register
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"mailed-{number}" for number in itertools.count(1))
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
LONG = 25_000


def newest_mail(store: Store, to: str) -> Mail:
    """The last mail that was written to an address."""
    with store.reading() as work:
        found = select(Mail).where(Mail.recipient == to).order_by(Mail.id.desc())
        mail = work.session.scalars(found).first()
        assert mail is not None
        work.session.expunge(mail)
        return mail


def path_in(text: str, part: str) -> str:
    """The path of the link in a mail that leads there."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)
    assert found
    return found[1]


def look_at(page: Page, where: str) -> None:
    assert_accessible(page, where)
    assert_fits(page, where)


def look_until(page: Page, row: Locator) -> None:
    """Look again until the row is there; the mails are written behind the page's back."""
    for _ in range(100):
        page.get_by_role("link", name="Look again").click()
        page.wait_for_load_state()
        if row.count():
            return
    expect(row).to_be_visible()


def come_by_invitation(desk: Page, phone: Page, store: Store, slug: str, address: str) -> None:
    """The organizer invites somebody, who accepts on a phone."""
    desk.goto(f"/{slug}/invitations")
    desk.get_by_label("Mail addresses").fill(f"Demo guest <{address}>")
    desk.get_by_role("button", name="Invite", exact=True).click()
    expect(desk.get_by_role("row", name=re.compile("Demo guest.*not yet"))).to_be_visible(timeout=LONG)
    look_at(desk, "invitations")
    phone.goto(path_in(newest_mail(store, address).text, "/invitation/"))
    expect(phone.get_by_text("Demo organizer invites you as attendee.")).to_be_visible(timeout=LONG)
    look_at(phone, "the page of an invitation")
    phone.get_by_role("button", name="Accept and sign in").click()
    expect(phone.get_by_text(f"Welcome to Workshop on {slug}.")).to_be_visible(timeout=LONG)


def test_a_guest_comes_by_a_mail_gets_another_one_and_ends_them(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    slug = next(SLUGS)
    guest_address = f"guest@{slug}.example.org"
    with committed(live_store) as work:
        workshop = make_workshop(work, slug)
        person = make_person(work, "Demo organizer", f"organizer@{slug}.example.org")
        register(work, workshop, person, Role.ORGANIZER)
        organizer = actor_of(work, person, workshop.id)
    desk = come(people, live_portal, live_store, organizer, **DESK).page
    phone = people.open(live_portal.base_url, **PHONE).page

    come_by_invitation(desk, phone, live_store, slug, guest_address)
    desk.goto(f"/{slug}/mailings")
    look_at(desk, "all mailings")
    desk.get_by_role("link", name="Remind everybody the day before").click()
    look_at(desk, "a new mailing")
    desk.get_by_role("button", name="Keep and look at it").click()
    expect(desk.get_by_role("heading", name="As Demo guest gets it")).to_be_visible(timeout=LONG)
    look_at(desk, "a draft")
    desk.get_by_role("link", name="Go on to sending").click()
    expect(desk.get_by_role("heading", name="Send it to 2 people?")).to_be_visible(timeout=LONG)
    look_at(desk, "before it is sent")
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_text("It is on its way.")).to_be_visible(timeout=LONG)
    look_until(desk, desk.get_by_role("rowheader", name=guest_address))
    look_at(desk, "a mailing that was sent")
    desk.locator("#main").get_by_role("link", name="Outbox").click()
    expect(desk.get_by_role("rowheader", name=guest_address)).to_have_count(2, timeout=LONG)
    look_at(desk, "the outbox")
    phone.goto(path_in(newest_mail(live_store, guest_address).unsubscribe_url, "/unsubscribe/"))
    look_at(phone, "the way out of mailings")
    phone.get_by_role("button", name="Write to me no more").click()
    expect(phone.get_by_role("heading", name="You get no more mail to all")).to_be_visible(timeout=LONG)
    phone.goto("/me/mail")
    expect(phone.get_by_text("you get none")).to_be_visible(timeout=LONG)
    look_at(phone, "one's own choice")

    desk.emulate_media(color_scheme="dark")
    desk.set_viewport_size({"width": 390, "height": 844})
    for path in ("invitations", "mailings", "outbox"):
        desk.goto(f"/{slug}/{path}")
        look_at(desk, f"{path} on a phone, dark")
