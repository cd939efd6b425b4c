"""Polls in a browser: opened, answered and closed in front of people, on wide and narrow screens."""

import itertools

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.access import Actor
from portal.polls.actions import show_text
from portal.polls.rules import Kind, State
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.made import committed
from tests.polls.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"polled-{number}" for number in itertools.count(1))


class Hall:
    """People with browsers in one workshop."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.scene: Scene = make_scene(store, next(SLUGS))

    def open(self, actor: Actor, path: str, **options: object) -> Page:
        """A page of the workshop, as somebody sees it who has just signed in."""
        page = come(self.people, self.portal, self.store, actor, **options).page
        page.goto(f"/{self.scene.slug}{path}")
        if options.get("java_script_enabled", True):
            part = "polls/lead" if path == "/polls" else "polls/board"
            expect(page.locator(f"[data-module='{part}'][data-started]")).to_be_attached()
        return page


@pytest.fixture
def hall(live_portal: Portal, live_store: Store, people: People) -> Hall:
    return Hall(live_portal, live_store, people)


def item(page: Page, text: str) -> Locator:
    return page.locator(".poll", has_text=text)


def vote(page: Page, answer: str, poll: str = "Which tide?") -> None:
    box = item(page, poll)
    box.get_by_label(answer, exact=True).check()
    box.get_by_role("button", name="Vote", exact=True).click()
    expect(box.get_by_role("button", name="Change my vote")).to_be_visible()


def test_a_poll_is_opened_answered_and_closed_in_front_of_its_audience(hall: Hall) -> None:
    scene = hall.scene
    scene.draft()
    one, other = hall.open(scene.attendee, "/stage"), hall.open(scene.other, "/stage")
    expect(one.get_by_role("heading", name="Which tide?")).to_have_count(0)
    chair = hall.open(scene.chair, "/polls")
    chair.get_by_role("button", name="Open “Which tide?”").click()
    expect(item(other, "Which tide?").get_by_role("radio")).to_have_count(2)

    vote(one, "Spring")
    expect(item(one, "Which tide?").get_by_role("row", name="Spring")).to_contain_text("1, 100")
    expect(other.locator(".poll-results")).to_have_count(0)
    vote(other, "Neap")

    expect(item(one, "Which tide?")).to_contain_text("2 people have voted")
    expect(item(chair, "Which tide?")).to_contain_text("2 people have voted", timeout=8000)
    item(other, "Which tide?").get_by_label("Spring").check()
    item(other, "Which tide?").get_by_role("button", name="Change my vote").click()
    expect(item(one, "Which tide?").get_by_role("row", name="Spring")).to_contain_text("2, 100")
    chair.get_by_role("button", name="Close “Which tide?”").click()
    for page in (one, other):
        expect(item(page, "Which tide?")).to_contain_text("Poll, closed")
        expect(page.get_by_role("button", name="Change my vote")).to_have_count(0)
    chair.get_by_role("button", name="Open again “Which tide?”").click()
    expect(other.get_by_role("button", name="Change my vote")).to_be_visible()


def test_what_somebody_types_stays_while_others_vote_and_the_line_is_lost(hall: Hall) -> None:
    scene = hall.scene
    poll_id = scene.open("What next?", Kind.TEXT, ())
    page = hall.open(scene.attendee, f"/polls/{poll_id}")
    field = page.get_by_role("textbox", name="Your answer")
    field.fill("Not yet")
    page.get_by_role("button", name="Vote").click()
    expect(page.locator(".poll-voters")).to_have_text("1 person has voted")
    field.fill("The moon is late")
    scene.vote(poll_id, by=scene.other, text="Something")
    expect(page.locator(".poll-voters")).to_have_text("2 people have voted")

    page.context.set_offline(True)
    page.evaluate("() => 0")
    page.context.set_offline(False)

    expect(field).to_have_value("The moon is late")
    expect(field).to_be_focused()
    scene.turn(poll_id, State.CLOSED)
    expect(page.get_by_role("heading", name="What next?")).to_be_focused(timeout=25_000)


def test_a_poll_that_opened_while_the_line_was_lost_is_there_afterwards(hall: Hall) -> None:
    poll_id = hall.scene.draft("Opened while you were away?")
    page = hall.open(hall.scene.attendee, "/stage")
    # What has not come yet when the line is lost cannot start.
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    hall.scene.turn(poll_id, State.OPEN)
    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="Opened while you were away?")).to_be_visible(timeout=25_000)


def test_pages_without_scripts_make_run_and_answer_polls(hall: Hall) -> None:
    scene = hall.scene
    chair = hall.open(scene.chair, "/polls", java_script_enabled=False)
    chair.get_by_label("What it asks").fill("How was it?")
    chair.get_by_label("How people answer").select_option("rating")
    chair.get_by_label("Where").select_option(scene.address)
    chair.get_by_role("button", name="Keep as a draft").click()
    chair.get_by_role("button", name="Open “How was it?”").click()

    page = hall.open(scene.attendee, "/stage", java_script_enabled=False)
    item(page, "How was it?").get_by_label("5").check()
    item(page, "How was it?").get_by_role("button", name="Vote").click()

    expect(item(page, "How was it?").get_by_role("row", name="5")).to_contain_text("1, 100")
    chair.reload()
    expect(item(chair, "How was it?")).to_contain_text("1 person has voted")


@pytest.mark.parametrize("look", LOOKS)
def test_polls_of_every_kind_are_for_everybody(hall: Hall, look: dict[str, object]) -> None:
    scene = hall.scene
    long = ("A rather long answer that does not fit into one line of a phone", "No")
    scene.draft("Still a draft?")
    polls = [
        scene.open("Which tide?"),
        scene.open("Which of these have you seen?", Kind.MULTIPLE, long),
        scene.open("How was it?", Kind.RATING, ()),
        scene.open("What should come next?", Kind.TEXT, ()),
        scene.open("The tides in one word?", Kind.CLOUD, ()),
    ]
    words = ("moon, sea", "moon, sea, shore", "moon, shore")
    for person, said in zip((scene.attendee, *scene.people(2)), words, strict=True):
        for poll_id, numbers in zip(polls, ((0,), (0, 1), (4,), (), ()), strict=True):
            scene.vote(poll_id, *numbers, by=person, text="" if numbers else said)
    with committed(hall.store) as work:
        show_text(work, scene.chair, polls[3], 1, is_on=True)
    chair = hall.open(scene.chair, "/polls", **look)
    stage = hall.open(scene.attendee, "/stage", **look)
    expect(stage.locator(".poll-results")).to_have_count(5)
    fresh = hall.open(scene.other, "/stage", **look)
    one = hall.open(scene.attendee, f"/polls/{polls[4]}", **look)
    expect(one.locator(".poll-cloud")).to_contain_text("moon")

    for page, where in ((chair, "the list"), (stage, "after"), (fresh, "before the vote"), (one, "one poll")):
        assert_accessible(page, where)
        assert_fits(page, where)
