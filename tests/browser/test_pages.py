"""Every page of the portal, with data in it, as its people see it: usable by everybody, quiet, and wide or narrow."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import assert_accessible
from tests.browser.test_main_job import sign_in
from tests.servers.chromium import People, Person
from tests.servers.portal import Portal

W = "/want-2023"
PUBLIC = [
    "/",
    "/sign-in",
    "/sign-in/password",
    "/sign-in/sent",
    "/help",
    f"{W}/",
    f"{W}/schedule",
    f"{W}/topics",
]
PUBLIC += [
    f"{W}/dates",
    f"{W}/news",
    f"{W}/people",
    f"{W}/papers",
    f"{W}/register",
    f"{W}/agenda",
    f"{W}/help",
    "/es-fomo-2023/schedule",
]
PUBLIC += [
    "/hity-2022/",
    "/hity-2022/schedule",
    "/hity-2022/papers",
    "/no-such-workshop/",
    f"{W}/no-such-page",
]
PUBLIC += [f"{W}/conduct", f"{W}/conduct/report", f"{W}/privacy"]
ATTENDEE = [
    f"{W}/stage",
    f"{W}/posters",
    f"{W}/posters?q=nothing+like+this",
    f"{W}/posters?size=list",
    f"{W}/surveys/1",
    "/account",
    "/me",
]
ATTENDEE += [
    "/account/password",
    f"{W}/register",
    f"{W}/registrations",
    f"{W}/sessions/@past",
    f"{W}/sessions/@next",
]
ATTENDEE += [f"{W}/posters/@first", "/es-fomo-2023/posters"]
ATTENDEE += ["/me/privacy", "/me/privacy/data/people", "/me/privacy/erase"]
ORGANIZER = [
    f"{W}/edit",
    f"{W}/edit/lists",
    f"{W}/registrations",
    f"{W}/registrations/new",
    f"{W}/registrations/import",
    f"{W}/registrations/export",
]
ORGANIZER += [
    f"{W}/registrations?search=nobody+like+this",
    f"{W}/stages",
    f"{W}/stages/new",
    f"{W}/stages/1/edit",
    "/new",
]
ORGANIZER += [f"{W}/posters/new", f"{W}/posters/@first/edit", f"{W}/posters/@first/take-down"]
ORGANIZER += [
    f"{W}/schedule/sessions/new",
    f"{W}/schedule/sessions/@past/edit",
    f"{W}/schedule/sessions/@past/delete",
]
ORGANIZER += [f"{W}/schedule/sessions/@past/talks/new", f"{W}/sessions/@past/slides", f"{W}/registrations/1"]

ORGANIZER += [f"{W}/conduct/edit", f"{W}/conduct/reports", f"{W}/privacy/keeping", f"{W}/privacy/erase"]

LOOKS = [
    pytest.param({"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}, id="wide-light"),
    pytest.param(
        {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True},
        id="phone-dark",
    ),
]


@pytest.fixture
def numbers(demo: Portal) -> dict[str, str]:
    """Ids that the addresses above name by what they are."""
    schedule = demo.get(f"{W}/schedule")[1]
    sessions = list(dict.fromkeys(re.findall(rf"{W}/sessions/(\d+)", schedule)))
    return {"@past": sessions[0], "@next": sessions[-1], "@first": "1"}


def visit(person: Person, paths: list[str], numbers: dict[str, str]) -> None:
    """Load each page and hold it to what every page owes."""
    for path in paths:
        address = re.sub(r"@\w+", lambda found: numbers[found[0]], path)
        answer = person.page.goto(address)
        assert answer is not None
        if answer.status >= 400:
            person.watch.forgive(rf"status of {answer.status} .*{re.escape(address)}")
        assert answer.status < 500, address
        person.page.wait_for_load_state("load")
        assert_fits(person.page, address)
        assert_accessible(person.page, address)


def assert_fits(page: Page, address: str) -> None:
    """Nothing sticks out to the side, and the page has one heading of the first level."""
    width, room = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert width <= room, f"{address} is {width} px wide in a window of {room} px"
    assert page.locator("h1").count() == 1, f"{address} has {page.locator('h1').count()} first headings"


@pytest.mark.parametrize("look", LOOKS)
def test_public_pages(demo: Portal, people: People, numbers: dict[str, str], look: dict[str, object]) -> None:
    visit(people.open(demo.base_url, **look), PUBLIC, numbers)


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_an_attendee(
    demo: Portal, people: People, numbers: dict[str, str], look: dict[str, object]
) -> None:
    attendee = people.open(demo.base_url, **look)
    sign_in(attendee, demo.new_link("attendee"))

    visit(attendee, ATTENDEE, numbers)


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_an_organizer(
    demo: Portal, people: People, numbers: dict[str, str], look: dict[str, object]
) -> None:
    organizer = people.open(demo.base_url, **look)
    sign_in(organizer, demo.new_link("organizer"))

    visit(organizer, ORGANIZER, numbers)


def test_a_page_shows_its_first_content_within_a_second(demo: Portal, people: People) -> None:
    attendee = people.open(demo.base_url)
    sign_in(attendee, demo.new_link("attendee"))
    slow = {}
    for path in (f"{W}/", f"{W}/schedule", f"{W}/stage", f"{W}/posters", f"{W}/posters/1"):
        times = []
        for _ in range(3):
            attendee.page.goto(path)
            attendee.page.wait_for_timeout(300)
            times.append(
                attendee.page.evaluate(
                    "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 9999"
                )
            )
        if min(times) > 1000:
            slow[path] = times

    assert slow == {}
