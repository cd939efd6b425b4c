"""Lobby, mention, notice, reaction and help desk in several browsers at once."""

from playwright.sync_api import Page, expect

from portal.access import Actor, Role
from portal.lobby.actions import open_lobby
from portal.registrations.queries import actor_of
from portal.store.work import Store
from portal.threads.actions import post
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop
from tests.browser.accessibility import assert_accessible
from tests.come import come
from tests.made import committed, make_person, register
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.threads.talk import PHONE, Talk, choose

SOON = 20_000
SPY = """
window.told = [];
window.Notification = class {
  static permission = "granted";
  constructor(title, { body }) { window.told.push([title, body]); }
  addEventListener() {}
};
const seen = () => (localStorage.getItem("looks away") ? "hidden" : "visible");
Object.defineProperty(document, "visibilityState", { get: seen });
"""
"""What the browser is asked to show, and whether its person looks at the page, as this test says."""


def make_ada(talk: Talk) -> Actor:
    """An organizer with a name of two words, who has said good morning in the lobby."""
    with committed(talk.store) as work:
        workshop = work.get(Workshop, talk.scene.attendee.workshop_id or 0)
        person = make_person(work, "Ada Rivers")
        register(work, workshop, person, Role.ORGANIZER)
        ada = actor_of(work, person, workshop.id)
        post(work, ada, MessageDraft(open_lobby(work, ada), "c-1", "Good morning"))
        return ada


def open_at(talk: Talk, actor: Actor, path: str, **options: object) -> Page:
    page = come(talk.people, talk.portal, talk.store, actor, **options).page
    page.goto(f"/{talk.slug}{path}")
    return page


def test_a_mention_and_a_reaction_reach_the_other_wherever_they_are(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    talk = Talk(live_portal, live_store, people)
    ada = make_ada(talk)
    theirs = open_at(talk, ada, "/schedule", viewport={"width": 1280, "height": 800}, color_scheme="light")
    mine = open_at(talk, talk.scene.attendee, "/lobby", **PHONE, color_scheme="dark")
    theirs.add_init_script(SPY)
    theirs.evaluate("(slug) => localStorage.setItem(`remind:/${slug}`, 'yes')", talk.slug)
    theirs.reload()
    expect(theirs.locator("#bell[data-started]")).to_be_attached(timeout=SOON)
    theirs.evaluate("() => localStorage.setItem('looks away', 'yes')")
    expect(mine.locator("[data-module='threads/thread'][data-started]")).to_be_attached(timeout=SOON)

    # given: a name is begun, offered and taken by keyboard
    field = mine.get_by_role("textbox", name="Message", exact=True)
    field.press_sequentially("Hello @riv")
    expect(mine.get_by_role("option", name="Ada Rivers")).to_have_attribute("aria-selected", "true")
    assert_accessible(mine, "names that are offered")
    field.press("Enter")
    expect(field).to_have_value("Hello @Ada Rivers ")
    field.press("Enter")

    # then: the chip is there, and the other is told on another page
    expect(mine.locator("#message-2 .mention")).to_have_text("@Ada Rivers", timeout=SOON)
    card = theirs.locator("#notice-cards .flash")
    expect(card).to_contain_text("mentioned you", timeout=SOON)
    expect(theirs.locator("[data-notices-count]")).to_have_text("1")
    ((happened, words),) = theirs.evaluate("() => window.told")
    assert "mentioned you" in happened
    assert "Hello @Ada Rivers" in words
    theirs.evaluate("() => localStorage.removeItem('looks away')")
    assert_accessible(theirs, "a page with a notice")
    card.get_by_role("link").click()
    expect(theirs.locator("#message-2 .mention.is-me")).to_be_visible(timeout=SOON)
    expect(theirs.locator("#bell .count")).to_be_hidden(timeout=SOON)

    # when: a sign is put to it
    expect(theirs.locator("[data-module='threads/thread'][data-started]")).to_be_attached(timeout=SOON)
    choose(theirs, 2, "React")
    assert_accessible(theirs, "the signs to choose from")
    theirs.locator("#message-2 .sign-row").get_by_role("button", name="Heart").press("Enter")
    theirs.keyboard.press("Escape")

    # then
    sign = mine.locator("#message-2 .message-signs").get_by_role("button", name="Heart: 1")
    expect(sign).to_be_visible(timeout=SOON)
    sign.tap()
    mine.get_by_role("button", name="Heart: 2, you too").wait_for(timeout=SOON)
    expect(theirs.locator("#message-2 .message-signs .num")).to_have_text("2", timeout=SOON)
    expect(mine.locator("[data-jump]")).to_be_hidden()
    mine.reload()
    expect(mine.locator("#message-2 .message-signs .num")).to_have_text("2")
    expect(mine.locator(".log-line.is-new")).to_have_count(0)


def test_who_asks_appears_at_the_desk_and_hears_the_answer_elsewhere(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    talk = Talk(live_portal, live_store, people)
    desk = open_at(talk, make_ada(talk), "/help/desk", viewport={"width": 1280, "height": 800})
    mine = open_at(talk, talk.scene.attendee, "/help", **PHONE, color_scheme="dark")
    expect(desk.get_by_text("Nobody waits for help")).to_be_visible()
    expect(desk.locator("[data-module='help/desk'][data-started]")).to_be_attached(timeout=SOON)

    assert_accessible(mine, "asking for help")
    mine.get_by_label("What is the matter?").fill("I cannot hear the stream")
    mine.get_by_role("button", name="Ask").tap()
    expect(desk.get_by_text("1 unread")).to_be_visible(timeout=SOON)
    assert_accessible(desk, "the help desk")
    mine.goto(f"/{talk.slug}/schedule")
    expect(mine.locator("#bell[data-started]")).to_be_attached(timeout=SOON)
    desk.get_by_role("link", name=talk.scene.attendee.name, exact=True).click()
    expect(desk.locator("[data-module='threads/thread'][data-started]")).to_be_attached(timeout=SOON)
    desk.get_by_role("textbox", name="Message", exact=True).fill("Which browser?")
    desk.keyboard.press("Enter")

    expect(mine.locator("#notice-cards")).to_contain_text("answered you at the help desk", timeout=SOON)
    mine.get_by_role("link", name="Ada Rivers answered you").tap()
    expect(mine.locator("#message-2")).to_contain_text("Which browser?", timeout=SOON)
    assert_accessible(mine, "one's own thread at the help desk")
