"""An organizer rehearses the day by hand, is told so on each page, wipes it, and copies the workshop for next year."""

from datetime import timedelta

from playwright.sync_api import expect

from portal.access import Role
from portal.accounts.actions import make_link
from portal.clock import now
from portal.programme.models import ProgrammeSession
from portal.store.work import Store
from tests.browser.accessibility import look_at
from tests.made import committed, make_person, make_workshop, register
from tests.servers.chromium import People
from tests.servers.portal import Portal

LONG = 40_000


def test_an_organizer_rehearses_the_day_wipes_it_and_copies_the_workshop(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    with committed(live_store) as work:
        workshop, person = make_workshop(work, "rehearsed"), make_person(work)
        register(work, workshop, person, Role.ORGANIZER)
        at = now() + timedelta(days=30)
        work.add(
            ProgrammeSession(
                workshop_id=workshop.id,
                title="Opening",
                kind="opening",
                starts_at=at,
                ends_at=at + timedelta(hours=1),
            )
        )
        link = make_link(work, person, 10)
    page = people.open(live_portal.base_url).page
    page.set_default_timeout(LONG)
    page.goto(f"/sign-in/link/{link}")
    page.get_by_role("button", name="Yes, sign in").click()
    page.goto("/rehearsed/rehearsals")
    look_at(page)

    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".rehearsal-mark")).to_contain_text("nothing is mailed", timeout=LONG)
    look_at(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto("/rehearsed-rehearsal/schedule")
    expect(page.locator(".rehearsal-mark")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Opening")
    page.goto("/rehearsed/rehearsals")
    expect(page.get_by_role("row", name="/rehearsed-rehearsal/")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Wipe").click()
    expect(page.locator(".flash")).to_contain_text("The rehearsal is wiped")

    page.goto("/rehearsed/copy")
    look_at(page)
    page.get_by_label("Address").fill("rehearsed-2")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit the workshop", timeout=LONG)
    expect(page).to_have_url(f"{live_portal.base_url}/rehearsed-2/edit")
