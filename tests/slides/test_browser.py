"""Slides in a browser: turned on one page and seen on others, on wide and narrow screens."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from portal.access import Actor
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.slides.made import Scene, make_scene

SLUGS = (f"slides-{number}" for number in itertools.count(1))
SOON = 20_000


class Hall:
    """People with browsers in one workshop."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.scene: Scene = make_scene(store, portal.data_dir, next(SLUGS))

    def open(self, actor: Actor, path: str, **options: object) -> Page:
        """A page of the workshop, as somebody sees it who has just signed in."""
        person = come(self.people, self.portal, self.store, actor, **options)
        person.page.goto(f"/{self.scene.slug}{path}")
        part = {"/stage": "slides/board", self.control: "slides/control"}.get(path)
        if part and options.get("java_script_enabled", True):
            expect(person.page.locator(f"[data-module='{part}'][data-started]")).to_be_attached()
        return person.page

    @property
    def control(self) -> str:
        return f"/sessions/{self.scene.session_id}/slides/control"


@pytest.fixture
def hall(live_portal: Portal, live_store: Store, people: People) -> Hall:
    return Hall(live_portal, live_store, people)


def expect_page(page: Page, number: int, of: int) -> None:
    """This page is seen, its picture has come, and its words are there for who hears them."""
    picture = page.locator(".slides-figure [data-picture]")
    expect(picture).to_have_attribute("alt", f"Page {number} of {of}: Moon, page {number}", timeout=SOON)
    expect(picture).to_be_visible(timeout=SOON)


def test_a_speaker_turns_the_pages_and_others_follow_step_back_and_rejoin(hall: Hall) -> None:
    deck_id = hall.scene.upload(pages=4)
    stage = hall.open(hall.scene.attendee, "/stage")
    control = hall.open(hall.scene.speaker, hall.control)
    expect(control.locator(f"[data-deck-state='{deck_id}']")).to_have_text("4 pages, ready", timeout=SOON)
    expect(stage.locator("[data-show]")).to_be_hidden()

    control.get_by_role("button", name="Show Moon").click()
    for page in (stage, control):
        expect_page(page, 1, 4)
    control.get_by_role("button", name="Next").click()
    expect_page(stage, 2, 4)
    expect(control.locator("[data-where]")).to_have_text("page 2 of 4")
    control.keyboard.press("PageDown")
    expect_page(stage, 3, 4)

    slides = stage.get_by_role("region", name="Slides", exact=True)
    slides.get_by_role("button", name="Page before").click()
    expect(stage.locator("[data-away]")).to_contain_text("You are on page 2, the talk is on page 3.")
    control.get_by_label("Page", exact=True).fill("4")
    control.get_by_role("button", name="Go there").click()
    expect(stage.locator("[data-away]")).to_contain_text("the talk is on page 4.", timeout=SOON)
    expect_page(stage, 2, 4)
    stage.get_by_role("button", name="Rejoin").click()
    expect_page(stage, 4, 4)
    expect(stage.locator("[data-away]")).to_be_hidden()

    late = hall.open(hall.scene.chair, "/stage")
    expect(late.locator("[data-strip] li")).to_have_count(4)
    expect(late.locator("[data-where]")).to_have_text("4 / 4")
    expect(late.locator("[data-asked]")).to_be_hidden()
    hall.scene.around.ask("How far is the moon?")
    expect(late.locator("[data-asked]")).to_contain_text("How far is the moon?", timeout=SOON)
    late.locator("[data-strip] [data-page='1']").click()
    expect_page(late, 1, 4)
    control.get_by_label("A line for everybody beside this page (optional)").fill("The sound is back soon")
    control.get_by_role("button", name="Show it").click()
    expect(stage.locator("[data-note]")).to_have_text("The sound is back soon", timeout=SOON)

    hall.scene.replace(deck_id, 2, "Moon")
    # The store was changed beside the running portal, so the heartbeat tells.
    expect_page(stage, 2, 2)
    expect_page(control, 2, 2)
    control.get_by_role("button", name="Stop showing").click()
    for page in (stage, late):
        expect(page.locator("[data-show]")).to_be_hidden(timeout=SOON)


@pytest.mark.parametrize("look", LOOKS)
def test_slides_are_for_everybody(hall: Hall, look: dict[str, object]) -> None:
    scene = hall.scene
    deck_id = scene.upload(pages=6)
    scene.upload(pages=2, word="Neap", by=scene.organizer)
    uploads = hall.open(scene.speaker, f"/sessions/{scene.session_id}/slides", **look)
    for badge in uploads.locator("[data-deck-state]").all():
        expect(badge).to_contain_text("ready", timeout=SOON)
    scene.show(deck_id)
    for number in (2, 3, 4, 5):
        scene.turn(deck_id, number)
    scene.around.ask("How far is the moon?")
    stage = hall.open(scene.attendee, "/stage", **look)
    expect(stage.locator("[data-where]")).to_have_text("5 / 6")
    expect_page(stage, 5, 6)
    stage.locator("[data-strip] [data-page='3']").click()
    expect(stage.get_by_role("button", name="Rejoin")).to_be_visible()
    control = hall.open(scene.speaker, hall.control, **look)
    expect(control.locator("[data-next]")).to_be_visible()
    alone = hall.open(scene.attendee, f"/slides/{deck_id}/2", **look)
    behind = hall.open(scene.speaker, "/stage/main/backstage", **look)
    expect(behind.locator("[data-module='slides/control'][data-started] [data-next]")).to_be_visible()

    for page, where in (
        (uploads, "uploads"),
        (stage, "the stage"),
        (control, "control"),
        (alone, "one page"),
        (behind, "backstage"),
    ):
        assert_accessible(page, where)
        assert_fits(page, where)
