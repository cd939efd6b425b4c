"""Surveys in a browser: built without scripts, filled in over a reload, read as bars, on wide and narrow screens."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.store.work import Store
from portal.surveys.rules import State
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.surveys.made import CONSENT, Scene, make_scene

SLUGS = (f"surveyed-{number}" for number in itertools.count(1))


class Hall:
    """People with browsers in one workshop."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.scene: Scene = make_scene(store, next(SLUGS))

    def open(self, actor: Actor, path: str, **options: object) -> Page:
        """A page of the workshop, as somebody sees it who has just signed in."""
        page = come(self.people, self.portal, self.store, actor, **options).page
        page.goto(f"/{self.scene.slug}{path}")
        return page


@pytest.fixture
def hall(live_portal: Portal, live_store: Store, people: People) -> Hall:
    return Hall(live_portal, live_store, people)


def test_what_is_filled_in_outlives_a_reload_and_is_forgotten_once_it_is_sent(hall: Hall) -> None:
    page = hall.open(hall.scene.attendee, "/")
    page.get_by_role("link", name="Answer “How was it?”").click()
    expect(page.get_by_text("What you fill in stays in this browser")).to_be_visible()
    page.get_by_label("Industry").check()
    page.get_by_label("Neap").check()
    page.get_by_role("group", name="How many stars?").get_by_label("4").check()
    page.get_by_label("What else?").fill("Salty")
    page.get_by_label("I have read this and agree.").check()
    page.reload()

    expect(page.get_by_label("Industry")).to_be_checked()
    expect(page.get_by_label("Neap")).to_be_checked()
    expect(page.get_by_label("4", exact=True)).to_be_checked()
    expect(page.get_by_label("What else?")).to_have_value("Salty")
    expect(page.get_by_label("I have read this and agree.")).not_to_be_checked()
    page.get_by_label("I have read this and agree.").check()
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", name="You have answered")).to_be_visible()
    expect(page.locator("[data-done][data-started]")).to_be_attached()
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('survey:'))") == []


def test_an_organizer_builds_and_runs_a_survey_without_scripts(hall: Hall) -> None:
    page = hall.open(hall.scene.organizer, "/polls", java_script_enabled=False)
    page.get_by_role("link", name="All surveys").click()
    page.get_by_role("link", name="New survey").click()
    page.get_by_label("Title").fill("After the day")
    page.get_by_label("Consent text").fill(CONSENT)
    page.get_by_role("button", name="Keep as a draft").click()
    for title, kind in (("Which day?", "single"), ("How was it?", "rating")):
        page.get_by_role("link", name="Add a question").click()
        page.get_by_label("What it asks").fill(title)
        page.get_by_label("How people answer").select_option(kind)
        page.get_by_label("Answers").fill("The first\nThe last" if kind == "single" else "")
        page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Up “How was it?”").click()
    expect(page.locator(".survey-build > li").first).to_contain_text("How was it?")
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("link", name="See it as others do").click()
    page.get_by_label("4", exact=True).check()
    page.get_by_label("I have read this and agree.").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("link", name="Manage").click()

    page.get_by_role("button", name="Close it").click()
    page.get_by_role("link", name="Results").click()

    expect(page.get_by_text("Fewer than 5 people have answered")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_surveys_are_for_everybody(hall: Hall, look: dict[str, object]) -> None:
    scene = hall.scene
    page = hall.open(scene.organizer, "/polls", **look)
    hold(page, "beside the polls")
    for path in ("", "/edit"):
        page.goto(f"/{scene.slug}/surveys/{scene.survey_id}{path}")
        hold(page, f"the open survey{path}")

    for group, count in (("Student", 8), ("Academia", 6), ("Industry", 2)):
        scene.answer_as(group, count)
    scene.turn(State.CLOSED)
    page.goto(f"/{scene.slug}/surveys/{scene.survey_id}/results")

    hold(page, "the results")


def hold(page: Page, where: str) -> None:
    assert_fits(page, where)
    assert_accessible(page, where)
