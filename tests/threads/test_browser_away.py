"""A chat in a browser whose line, page or server was away for a while: what was missed and what waits."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.store.work import Store
from portal.threads.actions import post
from portal.threads.models import Message, Thread
from portal.threads.rules import MessageDraft
from tests.browser.accessibility import assert_accessible
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.threads.talk import Talk, choose, message, words


@pytest.fixture
def talk(live_portal: Portal, live_store: Store, people: People) -> Talk:
    return Talk(live_portal, live_store, people)


def test_changes_that_came_while_the_page_was_away_are_made_in_order(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee)
    page.goto("about:blank")
    talk.edit(talk.scene.attendee, 2, "Which gauge?")
    talk.delete(talk.scene.attendee, 1)
    talk.say(talk.scene.presenter, "Still there?")

    page.go_back()

    expect(words(page, 1)).to_have_text("This message was deleted.")
    expect(words(page, 2)).to_have_text("Which gauge? (edited)")
    expect(words(page, 6)).to_have_text("Still there?")
    assert page.locator("[data-seq]").evaluate_all("all => all.map(one => one.dataset.seq)") == [
        "1",
        "2",
        "3",
        "6",
    ]


def test_a_change_that_was_on_its_way_at_a_reload_is_made_once(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee)
    page.context.set_offline(True)
    choose(page, 2, "Edit")
    page.get_by_role("textbox", name="Your message").fill("Which gauge?")
    page.keyboard.press("Enter")
    expect(message(page, 2).locator(".message-state")).to_have_text("Saving…")
    choose(page, 1, "Delete")
    message(page, 1).get_by_role("button", name="Delete").last.click()
    expect(message(page, 1).locator(".message-state")).to_have_text("Deleting…")

    page.context.set_offline(False)
    page.reload()

    expect(words(page, 2)).to_have_text("Which gauge? (edited)")
    expect(words(page, 1)).to_have_text("This message was deleted.")
    expect(page.locator(".message-state")).to_have_count(0)
    with talk.store.reading() as work:
        changes = select(Message.kind).where(
            Message.thread_id == talk.scene.thread_id, Message.target.is_not(None)
        )
        assert work.session.scalars(changes.order_by(Message.seq)).all() == ["edit", "deletion"]


def test_a_change_that_is_refused_says_why_and_is_given_up_or_tried_again(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee)
    with committed(talk.store) as work:
        work.get(Thread, talk.scene.thread_id).is_open = False
    choose(page, 2, "Edit")
    page.get_by_role("textbox", name="Your message").fill("Which gauge?")
    page.keyboard.press("Enter")

    expect(message(page, 2).locator(".message-state")).to_contain_text("Not saved. You may not do this.")
    expect(words(page, 2)).to_have_text("Which gauge?")
    assert_accessible(page, "a change that was refused")
    with committed(talk.store) as work:
        work.get(Thread, talk.scene.thread_id).is_open = True
    page.get_by_role("button", name="Retry").click()
    expect(words(page, 2)).to_have_text("Which gauge? (edited)")


def test_who_was_away_for_thousands_of_entries_begins_with_the_newest_page(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee)
    with committed(talk.store) as work:
        for number in range(2100):
            draft = MessageDraft(talk.scene.thread_id, f"many-{number}", f"message {number}")
            post(work, talk.scene.presenter, draft)

    talk.open(talk.scene.presenter)

    expect(words(page, 2103)).to_have_text("message 2099", timeout=8000)
    expect(page.locator("[data-seq]")).to_have_count(200)
    expect(message(page, 3)).to_have_count(0)
    expect(page.get_by_role("button", name="Show earlier messages")).to_be_visible()
