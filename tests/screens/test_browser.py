"""A hall in browsers: the screen follows what happens, by itself and for hours; telephones ask and vote."""

import itertools
import re

import pytest
from playwright.sync_api import Page, Route, expect

from portal.polls.rules import Kind, State
from portal.programme.models import Talk
from portal.questions.actions import set_state
from portal.questions.rules import Change
from portal.questions.rules import State as Asked
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.made import committed
from tests.screens.made import Hall, make_hall
from tests.servers.chromium import People
from tests.servers.chromium import Person as Browser
from tests.servers.portal import Portal

SLUGS = (f"hall-browser-{number}" for number in itertools.count(1))
SOON = 25_000


@pytest.fixture
def hall(live_store: Store) -> Hall:
    return make_hall(live_store, next(SLUGS))


def answering(hall: Hall, question: int) -> None:
    with committed(hall.store) as work:
        set_state(work, hall.polls.chair, Change(question, state=Asked.ANSWERING))


def screen(people: People, portal: Portal, hall: Hall, **options: object) -> Browser:
    """The machine at the projector, which nobody is signed in on."""
    person = people.open(portal.base_url, **{"viewport": {"width": 1920, "height": 1080}, **options})
    person.page.goto(hall.link())
    expect(person.page.locator("[data-module='screens/screen'][data-started]")).to_be_attached()
    return person


def come_in(people: People, portal: Portal, code: str, **options: object) -> Page:
    """A telephone that read the code."""
    page = people.open(portal.base_url, **options).page
    page.goto(f"/j/{code}")
    page.get_by_role("button", name="Ask and vote without an account").click()
    expect(page.locator("[data-module='questions/board'][data-started]")).to_be_attached()
    return page


def test_what_telephones_ask_and_vote_stands_on_the_wall(
    hall: Hall, people: People, live_portal: Portal
) -> None:
    code = hall.open()
    wall = screen(people, live_portal, hall)
    phone = come_in(people, live_portal, code, viewport={"width": 390, "height": 844})
    expect(wall.page.get_by_role("img", name=f"/j/{code}")).to_be_visible()
    expect(wall.page.get_by_text("min left")).to_be_visible()

    phone.get_by_role("textbox", name="Your question").fill("Is $E = mc^2$ enough?")
    phone.get_by_role("button", name="Ask", exact=True).click()
    expect(phone.locator("[data-told]")).to_be_visible()
    answering(hall, hall.only_question())
    expect(wall.page.locator(".screen-question math")).to_be_visible(timeout=SOON)
    expect(wall.page.get_by_text("In the hall")).to_be_visible()

    poll = hall.polls.open()
    phone.get_by_label("Spring").check(timeout=SOON)
    phone.get_by_role("button", name="Vote", exact=True).click()
    expect(wall.page.get_by_text("1 person has voted")).to_be_visible(timeout=SOON)
    expect(wall.page.locator("progress")).to_have_count(0)
    with committed(hall.store) as work:
        set_state(work, hall.polls.chair, Change(hall.only_question(), state=Asked.ANSWERED))
    hall.polls.turn(poll, State.CLOSED)
    expect(wall.page.get_by_role("row", name="Spring")).to_contain_text("1, 100", timeout=SOON)

    wall.watch.forgive("ERR_INTERNET_DISCONNECTED")
    wall.context.set_offline(True)
    expect(wall.page.get_by_text("Reconnecting…")).to_be_visible(timeout=SOON)
    expect(wall.page.get_by_role("heading", name="Moon")).to_be_visible()
    with committed(hall.store) as work:
        work.get(Talk, hall.polls.around.talk_id).title = "Moon and sun"
    wall.context.set_offline(False)
    expect(wall.page.get_by_role("heading", name="Moon and sun")).to_be_visible(timeout=SOON)
    expect(wall.page.get_by_text("Reconnecting…")).to_have_count(0)

    wall.page.route("**/now", of_another_build)
    with wall.page.expect_event("domcontentloaded", timeout=SOON):
        pass
    wall.page.unroute("**/now")
    expect(wall.page.get_by_role("heading", name="Moon and sun")).to_be_visible()

    hall.close()
    expect(phone.get_by_text("You are no longer connected here")).to_be_visible(timeout=SOON)


def of_another_build(route: Route) -> None:
    """As the portal answers after it was renewed, to a screen that was opened before."""
    headers = {name: text for name, text in route.request.headers.items() if name != "if-none-match"}
    answer = route.fetch(headers=headers)
    renewed = re.sub(r'data-build="\w+"', 'data-build="renewed"', answer.text())
    route.fulfill(response=answer, body=renewed)


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_a_hall_are_for_everybody(
    hall: Hall, people: People, live_portal: Portal, live_store: Store, look: dict[str, object]
) -> None:
    code = hall.open()
    options = tuple(f"A rather long answer number {number}" for number in range(12))
    hall.polls.open("Which of these have you seen?", Kind.MULTIPLE, options)
    answering(hall, hall.ask("Why does it come back? " * 12))
    organizer = come(people, live_portal, live_store, hall.organizer, **look).page
    organizer.goto(hall.manage_path)
    typing = people.open(live_portal.base_url, **look).page
    typing.goto(f"/{hall.slug}/join")
    door = people.open(live_portal.base_url, **look).page
    door.goto(f"/j/{code}")
    wall = screen(people, live_portal, hall, **look).page
    expect(wall.locator(".screen-card[class*=fit-]")).to_have_count(2)
    phone = come_in(people, live_portal, code, **look)

    for page, where in (
        (organizer, "the organizer's page"),
        (typing, "the code"),
        (door, "the door"),
        (wall, "the screen"),
        (phone, "the telephone"),
    ):
        assert_accessible(page, where)
        assert_fits(page, where)
