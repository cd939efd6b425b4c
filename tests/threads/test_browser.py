"""A chat in a browser: what one said is edited and deleted in its place, by mouse, finger and keyboard."""

import re

import pytest
from playwright.sync_api import expect

from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.threads.talk import PHONE, Talk, choose, message, words


@pytest.fixture
def talk(live_portal: Portal, live_store: Store, people: People) -> Talk:
    return Talk(live_portal, live_store, people)


def test_an_edit_is_made_in_its_place_and_seen_by_the_other(talk: Talk) -> None:
    mine, theirs = talk.open(talk.scene.attendee), talk.open(talk.scene.presenter)

    choose(mine, 2, "Edit")
    assert_accessible(mine, "a message that is being edited")
    field = mine.get_by_role("textbox", name="Your message")
    expect(field).to_be_focused()
    expect(field).to_have_value("Which gage?")
    field.fill("Which gauge?")
    field.press("Enter")

    for page in (mine, theirs):
        expect(words(page, 2)).to_have_text("Which gauge? (edited)")
        expect(page.locator("[data-seq]")).to_have_count(3)
    expect(mine.locator(".message-state")).to_have_count(0)
    expect(message(mine, 2).locator("summary")).to_be_focused()
    expect(theirs.locator("#announcer")).not_to_contain_text("message")


def test_a_deletion_is_asked_for_and_leaves_no_word(talk: Talk) -> None:
    mine, theirs = talk.open(talk.scene.attendee), talk.open(talk.scene.presenter)

    choose(mine, 2, "Delete")
    expect(mine.get_by_role("group", name="Delete this message?")).to_be_visible()
    expect(mine.get_by_role("button", name="Keep")).to_be_focused()
    assert_accessible(mine, "the question before a deletion")
    mine.keyboard.press("Escape")
    expect(words(mine, 2)).to_have_text("Which gage?")
    choose(mine, 2, "Delete")
    message(mine, 2).get_by_role("button", name="Delete").last.click()

    for page in (mine, theirs):
        expect(words(page, 2)).to_have_text("This message was deleted.")
        expect(message(page, 2).locator(".message-menu")).to_have_count(0)
        assert "gage" not in page.content()
    expect(mine.locator("[data-log]")).to_be_focused()
    assert_accessible(mine, "a chat with a deleted message")


def test_it_all_works_by_keyboard(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee)
    composer = page.get_by_role("textbox", name="Message", exact=True)

    composer.focus()
    page.keyboard.press("ArrowUp")
    field = page.get_by_role("textbox", name="Your message")
    expect(field).to_have_value("Which gage?")
    field.fill("never mind")
    page.keyboard.press("Escape")
    expect(words(page, 2)).to_have_text("Which gage?")
    expect(composer).to_be_focused()
    page.keyboard.press("ArrowUp")
    field.fill("Which gauge?")
    page.keyboard.press("Enter")
    expect(words(page, 2)).to_have_text("Which gauge? (edited)")
    expect(composer).to_be_focused()

    page.keyboard.press("Shift+Tab")
    expect(message(page, 3).locator("summary")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(message(page, 2).locator("summary")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(message(page, 1).locator("summary")).to_be_focused()
    expect(message(page, 1).locator(".message-menu")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(message(page, 1).locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(words(page, 1)).to_have_text("This message was deleted.")


def test_a_finger_always_sees_the_menu_and_it_is_large_enough(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee, **PHONE)
    menu = message(page, 2).locator("summary")

    expect(message(page, 2).locator(".message-menu")).to_have_css("opacity", "1")
    # In the middle, where neither the bar below nor the button "new messages" lies upon it.
    menu.evaluate("element => element.scrollIntoView({ block: 'center' })")
    menu.tap()
    assert_accessible(page, "the menu of a message on a phone")
    for button in (menu, message(page, 2).get_by_role("button", name="Edit")):
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    message(page, 2).get_by_role("button", name="Edit").tap()
    page.get_by_role("textbox", name="Your message").fill("Which gauge?")
    page.get_by_role("button", name="Save").tap()

    expect(words(page, 2)).to_have_text("Which gauge? (edited)")


def test_who_keeps_the_room_deletes_what_others_said_and_nobody_else_is_offered_it(talk: Talk) -> None:
    host, guest = talk.open(talk.scene.presenter), talk.open(talk.scene.attendee)

    expect(message(guest, 3).get_by_role("button", name="React", include_hidden=True)).to_have_count(1)
    expect(message(guest, 3).get_by_role("button", name="Delete", include_hidden=True)).to_have_count(0)
    expect(message(host, 1).get_by_role("button", name="Edit", include_hidden=True)).to_have_count(0)
    choose(host, 1, "Delete")
    message(host, 1).get_by_role("button", name="Delete").last.click()

    expect(words(guest, 1)).to_have_text("This message was deleted.")


def test_an_editor_stays_open_while_others_write_and_closes_when_its_message_goes(talk: Talk) -> None:
    mine, theirs = talk.open(talk.scene.attendee), talk.open(talk.scene.presenter)
    choose(mine, 2, "Edit")
    field = mine.get_by_role("textbox", name="Your message")
    field.fill("half a sent")

    theirs.get_by_role("textbox", name="Message", exact=True).fill("Meanwhile")
    theirs.keyboard.press("Enter")
    expect(words(mine, 4)).to_have_text("Meanwhile")
    expect(field).to_have_value("half a sent")
    expect(field).to_be_focused()

    choose(theirs, 2, "Delete")
    message(theirs, 2).get_by_role("button", name="Delete").last.click()
    expect(words(mine, 2)).to_have_text("This message was deleted.")
    expect(field).to_have_count(0)


def test_without_scripts_the_menu_opens_and_leads_to_the_pages(talk: Talk) -> None:
    page = talk.open(talk.scene.attendee, java_script_enabled=False)
    message(page, 2).hover()
    message(page, 2).locator("summary").click()
    message(page, 2).get_by_role("link", name="Edit").click()
    page.get_by_label("Message").fill("Which gauge?")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url(re.compile(r"#message-2$"))
    expect(words(page, 2)).to_have_text("Which gauge? (edited)")


@pytest.mark.parametrize("look", LOOKS)
def test_a_chat_with_changes_and_its_pages_can_be_used_by_everybody(
    talk: Talk, look: dict[str, object]
) -> None:
    talk.edit(talk.scene.attendee, 1, "Good day")
    talk.delete(talk.scene.presenter, 3)
    page = talk.open(talk.scene.attendee, **look)
    room = page.url
    if look.get("has_touch"):
        page.get_by_role("link", name=re.compile(r"^Talk\b")).click()
    expect(words(page, 1)).to_have_text("Good day (edited)")
    message(page, 2).hover()
    message(page, 2).locator("summary").click()
    assert_accessible(page, "a menu")
    assert_fits(page, "a room with a menu")

    for path in ("edit", "delete"):
        where = f"/{talk.slug}/threads/{talk.scene.thread_id}/messages/2/{path}"
        page.goto(f"{where}?next=/{talk.slug}/posters/{talk.scene.poster_id}")
        assert_accessible(page, path)
        assert_fits(page, path)
    page.get_by_role("button", name="Delete it").click()
    expect(page).to_have_url(room)
    expect(message(page, 2)).to_contain_text("This message was deleted.")
