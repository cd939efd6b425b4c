"""The vote in a browser: chosen with the keyboard, and its end is seen without a new page."""

import itertools

from playwright.sync_api import Page, expect

from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.awards.actions import vote
from portal.store.work import Store
from tests.awards.made import make_vote
from tests.browser.accessibility import assert_accessible
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"best-{number}" for number in itertools.count(1))


def test_a_voter_sees_the_winner_as_soon_as_the_vote_is_closed(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    slug = next(SLUGS)
    scene = make_vote(live_store, slug)
    with committed(live_store) as work:
        vote(work, scene.voters[1], scene.ids[2])

    def visitor(person_id: int) -> Page:
        with committed(live_store) as work:
            token = make_link(work, work.get(Person, person_id), 10)
        page = people.open(live_portal.base_url).page
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        page.goto(f"/{slug}/awards")
        expect(page.locator('[data-module="awards/awards"][data-started]')).to_be_visible(timeout=25_000)
        return page

    voter = visitor(scene.voters[0].known_id)
    assert_accessible(voter, "an open vote")
    voter.get_by_role("radio", name="Poster 3").check()
    voter.get_by_role("button", name="Vote", exact=True).click()
    expect(voter.get_by_role("button", name="Change my vote")).to_be_visible(timeout=25_000)

    organizer = visitor(scene.organizer.known_id)
    organizer.get_by_role("button", name="Close the vote and show the result").click()

    expect(voter.get_by_role("heading", name="The winner")).to_be_visible(timeout=25_000)
    expect(voter.get_by_role("link", name="Poster 3")).to_be_visible()
    expect(organizer.get_by_role("table")).to_contain_text("Poster 3")
    assert_accessible(organizer, "a closed vote")
