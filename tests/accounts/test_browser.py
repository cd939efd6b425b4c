"""One person and their account, by hand: an app, a second address, two accounts that become one, and a provider."""

import re
import threading
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.accounts.actions import hash_password, make_link
from portal.accounts.models import SecondFactor
from portal.clock import now
from portal.mail.models import Mail
from portal.store.work import Store
from tests.browser.accessibility import look_at
from tests.made import committed, make_person
from tests.servers.chromium import People
from tests.servers.oidc import Oidc
from tests.servers.portal import Portal, start_serve

LONG = 40_000

MINE, OTHER = "mine@example.org", "other@example.org"


@pytest.fixture(scope="module")
def portal(oidc_provider: Oidc, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that knows a provider."""
    running = start_serve(
        tmp_path_factory.mktemp("accounts"),
        oidc_orcid_issuer=oidc_provider.issuer,
        oidc_orcid_client_id="portal",
        oidc_orcid_client_secret="a secret",
        oidc_orcid_scope="openid",
    )
    yield running
    running.stop()


def come(people: People, portal: Portal, oidc_provider: Oidc) -> Page:
    """Somebody with an empty browser, who may go to the provider's pages, ugly or not."""
    visitor = people.open(portal.base_url)
    visitor.watch.forgive(re.escape(oidc_provider.issuer))
    visitor.watch.forgive("jsdelivr")
    visitor.context.route(re.compile("jsdelivr"), lambda route: route.fulfill(body=""))
    visitor.page.set_default_timeout(LONG)
    return visitor.page


def test_somebody_sets_up_an_app_merges_two_accounts_and_comes_by_a_provider(
    portal: Portal, oidc_provider: Oidc, people: People
) -> None:
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    with committed(store) as work:
        person = make_person(work, "Demo attendee", MINE)
        person.password_hash, person_id = hash_password("tide pool at noon"), person.id
        make_person(work, "Demo attendee", OTHER)
        link = make_link(work, person, 10)
    page = come(people, portal, oidc_provider)
    page.goto(f"/sign-in/link/{link}")
    page.get_by_role("button", name="Yes, sign in").click()

    recovery = set_up_an_app(page)
    merge_two_accounts(page, store)
    connect_and_come_by_a_provider(page, recovery)

    page.goto("/account/second-factor")
    expect(page.locator("main")).to_contain_text("9 codes left")
    look_at(page)
    page.goto("/account/password")
    look_at(page)
    with store.reading() as work:
        assert work.get(SecondFactor, person_id).confirmed_at is not None
    store.dispose()


def test_somebody_new_comes_by_a_provider_and_proves_an_address(
    portal: Portal, oidc_provider: Oidc, people: People
) -> None:
    page = come(people, portal, oidc_provider)
    page.goto("/sign-in?next=/account")
    page.get_by_role("link", name="Sign in with ORCID").click()
    come_by(page, "0000-0009")
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_label("Name").fill("Demo presenter")
    look_at(page)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")

    page.goto(mailed(store, "new@example.org"))
    look_at(page)
    page.get_by_role("button", name="Yes, connect and sign in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.locator("#ways")).to_contain_text("ORCID (0000-0009)")
    store.dispose()


def set_up_an_app(page: Page) -> str:
    """Set up a second factor, its secret typed from the page; one of the recovery codes."""
    page.goto("/account")
    look_at(page)
    page.get_by_role("link", name="Set it up").click()
    look_at(page)
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second factor")
    look_at(page)
    page.get_by_text("Or type the secret into it").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).at(now()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("listitem").filter(has=page.locator("code"))).to_have_count(10)
    recovery = page.locator(".recovery-codes code").first.inner_text()
    look_at(page)
    page.get_by_role("link", name="I have kept them").click()
    return recovery


def merge_two_accounts(page: Page, store: Store) -> None:
    """Add the other account's address, prove it by its mail, and make one of both."""
    page.get_by_role("link", name="Add or change addresses").click()
    page.get_by_label("Another address of yours").fill(OTHER)
    look_at(page)
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator(".flash")).to_contain_text("A link is on its way")
    page.goto(mailed(store, OTHER))
    look_at(page)
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make one account of two?")
    look_at(page)
    page.get_by_role("button", name="Merge the accounts").click()
    expect(page.locator(".flash")).to_contain_text("Your two accounts are one now")


def connect_and_come_by_a_provider(page: Page, recovery: str) -> None:
    """Connect a provider, sign out, and come by it, with a recovery code after it."""
    page.get_by_role("link", name="Connect ORCID").click()
    come_by(page, "0000-0001")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Connect ORCID (0000-0001)?")
    look_at(page)
    page.get_by_role("button", name="Yes, connect it").click()
    expect(page.locator("#ways")).to_contain_text("ORCID (0000-0001)")
    look_at(page)
    page.get_by_role("button", name="Sign out here").click()
    page.goto("/sign-in")
    look_at(page)
    page.get_by_role("link", name="Sign in with ORCID").click()
    come_by(page, "0000-0001")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    look_at(page)
    page.locator("#code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()


def come_by(page: Page, subject: str) -> None:
    """Agree on the provider's own page."""
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def mailed(store: Store, email: str) -> str:
    """The link in the newest mail to this address; the job that writes it runs in the portal."""
    for _ in range(200):
        with store.reading() as work:
            found = select(Mail).where(Mail.recipient == email).order_by(Mail.id.desc())
            mail = work.session.scalars(found).first()
            if mail is not None:
                return next(word for word in mail.text.split() if word.startswith("http"))
        wait()
    raise AssertionError(f"no mail to {email}")


def wait() -> None:
    threading.Event().wait(0.1)
