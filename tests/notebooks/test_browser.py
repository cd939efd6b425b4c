"""A notebook and a certificate in a browser, on a wide and on a narrow screen."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.access import Role
from portal.clock import now
from portal.posters.models import Poster, PosterStar, PosterVisit
from portal.store.work import Store
from portal.threads.actions import open_thread
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.made import committed, make_actor, make_workshop
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"gone-by-{number}" for number in itertools.count(1))


@pytest.mark.parametrize("look", LOOKS)
def test_somebody_takes_a_notebook_and_a_certificate_home(
    live_portal: Portal, live_store: Store, people: People, look: dict[str, object]
) -> None:
    slug = next(SLUGS)
    with committed(live_store) as work:
        ended = now().date() - timedelta(days=2)
        workshop = make_workshop(work, slug, starts_on=ended, ends_on=ended, place="Ghent")
        leads, reader = make_actor(work, workshop, Role.ORGANIZER), make_actor(work, workshop)
        thread = open_thread(work, workshop.id, "poster")
        poster = work.add(Poster(workshop_id=workshop.id, thread_id=thread.id, title="Tides in a tank"))
        here = {"poster_id": poster.id, "person_id": reader.known_id, "workshop_id": workshop.id}
        work.add(PosterStar(starred_at=now(), **here))
        work.add(PosterVisit(first_at=now(), last_at=now(), **here))
    organizer = come(people, live_portal, live_store, leads, **look).page
    organizer.goto(f"/{slug}/edit")
    organizer.get_by_role("link", name="Certificates").click()
    organizer.get_by_label("Let people make one once the workshop is over").check()
    organizer.get_by_label("Who signs").fill("Demo organizer")
    organizer.get_by_role("button", name="Save").click()
    expect(organizer.get_by_text("Certificates are on.")).to_be_visible()
    hold(organizer, "the settings of certificates")

    page = come(people, live_portal, live_store, reader, **look).page
    page.goto(f"/{slug}/register")
    page.get_by_role("link", name="My notebook").click()
    expect(page.get_by_role("link", name="Tides in a tank")).to_be_visible()
    hold(page, "the notebook")
    page.goto(f"/{slug}/certificate")
    page.get_by_role("button", name="Make my certificate").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download (PDF)").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    hold(page, "one's certificate")
    page.get_by_role("link", name="The page that says it is genuine").click()
    expect(page.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
    hold(page, "a genuine certificate")
    page.get_by_role("link", name="Check another code").click()
    hold(page, "the check of a code")


def hold(page: Page, where: str) -> None:
    assert_fits(page, where)
    assert_accessible(page, where)
