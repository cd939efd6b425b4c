"""A chair sends a volunteer, who reads it on another page, goes, and the row clears; a pin comes into the open hall."""

import itertools
import re

from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.made import committed
from tests.rounds.made import Rounds, make_rounds
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"round-{number}" for number in itertools.count(1))
LONG = 25_000
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


class Day:
    """A workshop with boards on a running portal."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.rounds: Rounds = make_rounds(store, next(SLUGS), 3)

    def open(self, actor: Actor, path: str, **options: object) -> Page:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        page = self.people.open(self.portal.base_url, **options).page
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        page.goto(f"/{self.rounds.slug}/{path}")
        expect(page.locator("#bell[data-started]")).to_be_visible(timeout=LONG)
        return page


def test_a_volunteer_is_sent_on_another_page_goes_and_the_row_clears_and_a_pin_comes_into_the_hall(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    day = Day(live_portal, live_store, people)
    rounds = day.rounds
    first, _, third = rounds.poster_ids
    rounds.knock(first, minutes_ago=4)
    hall = day.open(rounds.visitor, "posters", **PHONE)
    expect(hall.locator("[data-pins][data-started]")).to_be_attached(timeout=LONG)
    volunteer = day.open(rounds.volunteer, "lobby")
    chair = day.open(rounds.chair, "rounds")
    expect(chair.locator(".rounds[data-started]")).to_be_visible(timeout=LONG)
    row = chair.locator(f'[data-row="{first}"]')
    expect(row).to_contain_text(re.compile("1 question waits, for [45] min"))
    expect(row).to_contain_text("is missing")
    assert_accessible(chair, "the round of a chair")

    row.get_by_role("button", name="Send somebody").click()

    expect(row).to_contain_text(f"{rounds.chair.name} asked {rounds.volunteer.name}", timeout=LONG)
    card = volunteer.locator("#notice-cards")
    expect(card).to_contain_text("asks you to go to a board: P01", timeout=LONG)
    expect(chair.locator("[data-told]")).to_be_empty()
    card.get_by_role("button", name="I am going").click()
    expect(volunteer).to_have_url(re.compile(f"/posters/{first}$"), timeout=LONG)
    expect(volunteer.locator("[data-module='threads/thread'][data-started]")).to_be_attached(timeout=LONG)
    expect(row.get_by_role("button", name="Send somebody")).to_be_visible(timeout=LONG)
    expect(row).to_contain_text("nobody yet")
    expect(row).not_to_contain_text("no visitor")

    chair.locator(f'[data-row="{third}"]').get_by_role("button", name="Pin").click()

    pin = hall.locator("[data-pins]").get_by_role("listitem")
    expect(pin).to_have_text(re.compile("P03 Tides and time 3 pinned by the chair"), timeout=LONG)
    expect(chair.locator("[data-part=pinned]")).to_contain_text(
        f"pinned by {rounds.chair.name}", timeout=LONG
    )
    assert_accessible(hall, "the hall with a pinned board on a phone")
    chair.set_viewport_size({"width": 390, "height": 844})
    chair.emulate_media(color_scheme="dark")
    assert_accessible(chair, "the round on a phone")
    chair.locator("[data-part=pinned]").get_by_role("button", name="Unpin").click()
    expect(hall.locator("[data-pins]")).to_be_hidden(timeout=LONG)

    presenter = day.open(rounds.presenter, f"posters/{first}/figures", **PHONE)
    expect(presenter.get_by_role("heading", name="Visits")).to_be_visible()
    expect(presenter.locator(".bars")).to_contain_text("1 person")
    assert_accessible(presenter, "the figures of a poster on a phone")
