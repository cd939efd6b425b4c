"""Questions in a browser: asked, voted for and led by people at the same time, on wide and narrow screens."""

import itertools
import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from portal.access import Actor
from portal.clock import now
from portal.programme.models import Talk
from portal.questions.models import Question
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.made import committed
from tests.questions.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"asked-{number}" for number in itertools.count(1))


class Hall:
    """People with browsers at one talk."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.scene: Scene = make_scene(store, next(SLUGS))

    def open(self, actor: Actor, path: str, **options: object) -> Page:
        """A page of the workshop, as somebody sees it who has just signed in."""
        page = come(self.people, self.portal, self.store, actor, **options).page
        page.goto(f"/{self.scene.slug}{path}")
        if options.get("java_script_enabled", True):
            part = "questions/queue" if path.endswith("/chair") else "questions/board"
            expect(page.locator(f"[data-module='{part}'][data-started]")).to_be_attached()
        return page

    def board(self, actor: Actor, **options: object) -> Page:
        return self.open(actor, f"/questions/{self.scene.address}", **options)

    def queue(self, **options: object) -> Page:
        return self.open(self.scene.chair, f"/questions/{self.scene.address}/chair", **options)


@pytest.fixture
def hall(live_portal: Portal, live_store: Store, people: People) -> Hall:
    return Hall(live_portal, live_store, people)


def item(page: Page, text: str) -> Locator:
    return page.locator("[data-question]", has_text=text)


def texts(page: Page) -> Locator:
    return page.locator("[data-questions] > li .question-text")


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".asking-new")).to_be_visible()


def test_a_question_is_asked_beside_the_stage_and_voted_up_by_another(hall: Hall) -> None:
    mine, theirs = hall.open(hall.scene.attendee, "/stage"), hall.open(hall.scene.other, "/stage")
    for page in (mine, theirs):
        page.get_by_role("link", name=re.compile("^Questions")).click()

    ask(mine, "Is $E = mc^2$ enough?")
    ask(theirs, "And the sun?")

    expect(texts(theirs)).to_have_count(2)
    expect(item(theirs, "enough?").locator("math")).to_have_count(1)
    expect(item(mine, "enough?").get_by_role("button")).to_have_count(0)
    item(mine, "And the sun?").get_by_role("button", name=re.compile("vote")).click()
    for page in (mine, theirs):
        expect(item(page, "And the sun?").locator(".vote b")).to_have_text("1")
        expect(texts(page).first).to_have_text("And the sun?", timeout=15_000)
    expect(mine.get_by_role("link", name="Questions 2")).to_be_visible()
    mine.reload()
    mine.get_by_role("link", name=re.compile("^Questions")).click()
    expect(item(mine, "And the sun?").get_by_role("button")).to_have_attribute("aria-pressed", "true")


def test_the_chair_leads_by_keyboard_and_undoes_a_step(hall: Hall) -> None:
    hall.scene.lead(moderated=True)
    audience, asker = hall.board(hall.scene.other), hall.board(hall.scene.attendee)
    chair = hall.queue()

    ask(asker, "Why not the sun?")
    expect(item(asker, "Why not the sun?")).to_contain_text("Waits for the chair")
    expect(item(chair, "Why not the sun?")).to_contain_text("Waits for the chair")
    expect(texts(audience)).to_have_count(0)
    chair.keyboard.press("j")
    expect(item(chair, "Why not the sun?")).to_be_focused()
    chair.keyboard.press("v")
    expect(texts(audience)).to_have_text(["Why not the sun?"])
    expect(item(chair, "Why not the sun?")).to_be_focused()
    chair.keyboard.press("a")
    expect(item(audience, "Why not the sun?")).to_contain_text("Being answered")
    chair.keyboard.press("p")
    expect(item(audience, "Why not the sun?")).to_contain_text("Pinned")
    chair.keyboard.press("d")
    expect(item(asker, "Why not the sun?")).to_contain_text("Answered")
    chair.keyboard.press("u")
    expect(item(audience, "Why not the sun?")).to_contain_text("Being answered")
    for key in "dvau":
        chair.keyboard.press(key)
    expect(chair.locator("[data-undo]")).to_have_text("Undone.")
    expect(item(chair, "Why not the sun?").locator(".question-marks")).to_have_text("Pinned")
    assert scene_state(hall) == "visible", "undone is the last step, however fast one is"


def scene_state(hall: Hall) -> str:
    """The state of the only question."""
    with hall.store.reading() as work:
        found = select(Question.state).where(Question.workshop_id == hall.scene.workshop_id)
        return work.session.scalars(found).one()


def test_a_lost_connection_misses_no_question(hall: Hall) -> None:
    page = hall.board(hall.scene.other)
    page.context.set_offline(True)
    page.evaluate("() => 0")
    hall.scene.ask("Said while you were away?")
    page.context.set_offline(False)

    expect(texts(page)).to_have_text(["Said while you were away?"], timeout=25_000)


def test_a_page_without_scripts_asks_votes_and_leads(hall: Hall) -> None:
    hall.scene.ask("Whose moon?", by=hall.scene.other)
    page = hall.board(hall.scene.attendee, java_script_enabled=False)
    page.get_by_role("textbox", name="Your question").fill("Mine?")
    page.get_by_label("Without my name").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(item(page, "Mine?")).to_contain_text("Without a name (you)")
    item(page, "Whose moon?").get_by_role("button").click()
    expect(item(page, "Whose moon?").locator(".vote b")).to_have_text("1")
    expect(texts(page).first).to_have_text("Whose moon?")

    chair = hall.queue(java_script_enabled=False)
    item(chair, "Whose moon?").get_by_role("button", name="Answer now").click()
    expect(item(chair, "Whose moon?")).to_contain_text("Being answered")
    chair.get_by_role("button", name="Send the open questions").click()
    expect(chair.locator("#flashes")).to_contain_text("2 questions went to the poster.")
    expect(item(chair, "Mine?").get_by_role("link", name="At the poster")).to_be_visible()
    item(chair, "Mine?").get_by_role("link", name="At the poster").click()
    expect(chair.locator(".message.is-notice").first).to_contain_text("asked at the talk “Moon”")
    chair.get_by_role("link", name="Where this was asked").first.click()
    expect(chair).to_have_url(re.compile(f"/questions/{hall.scene.address}#question-"))


@pytest.mark.parametrize("look", LOOKS)
def test_the_board_the_queue_and_the_stage_are_for_everybody(hall: Hall, look: dict[str, object]) -> None:
    scene = hall.scene
    long = "Does the model of the second part hold when the tide is neither spring nor neap? " * 4
    for text in ("Is $\\sum_{i=1}^{n} x_i$ finite?", long, "Hidden one", "Answered one"):
        scene.ask(text, by=scene.other)
    chair = hall.queue(**look)
    item(chair, "Hidden one").get_by_role("button", name="Hide").click()
    item(chair, "Answered one").get_by_role("button", name="Done").click()
    item(chair, "finite?").get_by_role("button", name="Answer now").click()
    item(chair, "Does the model").get_by_role("button", name="Pin").click()
    expect(item(chair, "Does the model")).to_contain_text("Pinned")
    board = hall.board(scene.attendee, **look)
    stage = hall.open(scene.attendee, "/stage", **look)
    stage.get_by_role("link", name=re.compile("^Questions")).click()

    for page, where in ((chair, "the queue"), (board, "the board"), (stage, "the stage")):
        assert_accessible(page, where)
        assert_fits(page, where)


def test_the_questions_beside_the_stage_turn_with_the_talk_but_not_under_somebody_who_writes(
    hall: Hall,
) -> None:
    scene = hall.scene
    scene.ask("About the moon?", by=scene.other)
    with committed(hall.store) as work:
        for talk_id, starts, ends in ((scene.talk_id, -60, 12), (scene.next_talk_id, 12, 600)):
            talk = work.get(Talk, talk_id)
            talk.starts_at, talk.ends_at = (now() + timedelta(seconds=one) for one in (starts, ends))
    idle, writing = hall.open(scene.attendee, "/stage"), hall.open(scene.other, "/stage")
    for page in (idle, writing):
        page.get_by_role("link", name=re.compile("^Questions")).click()
        expect(texts(page)).to_have_text(["About the moon?"])
    writing.get_by_role("textbox", name="Your question").fill("One more about the moon?")

    expect(idle.get_by_role("heading", name="Questions to “Neap”")).to_be_visible(timeout=40_000)
    expect(texts(idle)).to_have_count(0)
    expect(writing.get_by_role("heading", name="Neap", exact=True).first).to_be_visible(timeout=20_000)
    expect(writing.get_by_role("heading", name="Questions to “Moon”")).to_be_visible()
    writing.get_by_role("button", name="Ask", exact=True).click()
    expect(item(writing, "One more about the moon?")).to_be_visible()
    writing.get_by_role("link", name="Chat").focus()
    expect(writing.get_by_role("heading", name="Questions to “Neap”")).to_be_visible(timeout=20_000)
    assert scene.texts()[-1] == "One more about the moon?"


def test_nothing_moves_under_a_pointer_until_it_rests(hall: Hall) -> None:
    scene = hall.scene
    first, second = scene.ask("First?"), scene.ask("Second?")
    page = hall.board(scene.other)
    expect(texts(page)).to_have_text(["First?", "Second?"])
    voter = hall.board(scene.speaker)

    item(page, "First?").hover()
    item(voter, "Second?").get_by_role("button").click()
    expect(item(page, "Second?").locator(".vote b")).to_have_text("1")
    for step in range(16):
        page.mouse.move(*near(item(page, "First?"), step))
        page.wait_for_timeout(250)
    assert texts(page).all_text_contents() == ["First?", "Second?"]

    expect(texts(page)).to_have_text(["Second?", "First?"])
    expect(page.locator("#announcer")).to_have_text("The questions are in a new order.", timeout=7000)
    assert [scene.question(one).votes for one in (first, second)] == [0, 1]


def near(place: Locator, step: int) -> tuple[float, float]:
    """A point on it, another one for each step."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + 60 + step, box["y"] + 10
