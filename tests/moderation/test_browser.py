"""Somebody reports a message from its menu; a moderator sees the case come, hides the message, and silences its writer."""

from playwright.sync_api import Page, expect

from portal.access import Actor, Role
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.made import committed, make_actor
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.threads.talk import Talk, message

LONG = 25_000


def looked_at(page: Page, where: str) -> None:
    """The page is whole for everybody, at a desk and on a telephone at night."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if width == 390 else "light")
        assert_fits(page, where)
        assert_accessible(page, f"{where}, {width} px")
    page.set_viewport_size({"width": 1280, "height": 900})


def choose(page: Page, seq: int, word: str) -> None:
    """Press a line of the menu of a message."""
    item = message(page, seq)
    item.hover()
    item.locator("summary").click()
    item.get_by_role("link", name=word).click()


def test_a_message_is_reported_hidden_and_shown_again_and_its_writer_is_silenced(
    live_portal: Portal, live_store: Store, people: People
) -> None:
    talk = Talk(live_portal, live_store, people)
    with committed(live_store) as work:
        workshop = work.get(Workshop, talk.scene.workshop_id)
        keeper: Actor = make_actor(work, workshop, Role.MODERATOR)
    moderator = come(people, live_portal, live_store, keeper).page
    moderator.goto(f"/{talk.slug}/moderation")
    expect(moderator.locator("#reports-badge[data-started]")).to_be_visible(timeout=LONG)
    looked_at(moderator, "the empty queue")
    author, reader = talk.open(talk.scene.attendee), talk.open(talk.scene.presenter)

    choose(reader, 2, "Report")
    looked_at(reader, "a report")
    reader.get_by_label("Spam or advertising").check()
    reader.get_by_role("button", name="Report").click()

    expect(reader.locator("#flashes")).to_contain_text("The moderators have your report")
    expect(moderator.locator("#reports-badge .count")).to_contain_text("1", timeout=LONG)
    case = moderator.get_by_role("link", name="a message of")
    expect(case).to_be_visible(timeout=LONG)
    case.click()
    expect(moderator.get_by_role("heading", name="Around it")).to_be_visible()
    looked_at(moderator, "a case")

    moderator.get_by_text("Hide the message").first.click()
    moderator.locator("#hide-reason").fill("Advertising")
    moderator.get_by_role("button", name="Hide the message").click()

    expect(message(author, 2)).to_contain_text("A moderator has hidden this message.", timeout=LONG)
    moderator.get_by_role("button", name="Undo").first.click()
    expect(message(author, 2)).to_contain_text("Which gage?", timeout=LONG)

    moderator.locator("summary", has_text="Silence").first.click()
    moderator.locator("#silence-reason").fill("Advertising")
    moderator.get_by_role("button", name="Silence").click()
    expect(moderator.locator(".measure").first).to_contain_text("in force")
    author.get_by_label("Message", exact=True).fill("One more thing")
    author.get_by_role("button", name="Send").click()
    expect(author.locator("[data-messages]")).to_contain_text("You are silenced until", timeout=LONG)

    moderator.get_by_role("link", name="Moderation").first.click()
    for show in ("In force", "Done"):
        moderator.get_by_role("link", name=show).click()
        looked_at(moderator, f"the queue, {show}")
    author.goto(f"/{talk.slug}/reports")
    expect(author.get_by_text("Reason: Advertising").first).to_be_visible()
    looked_at(author, "what was decided about me")


def test_the_pages_of_an_organizer_are_whole(live_portal: Portal, live_store: Store, people: People) -> None:
    talk = Talk(live_portal, live_store, people)
    page = come(people, live_portal, live_store, talk.scene.organizer).page

    for path, words in (
        ("roles", "Who may do what"),
        ("audit", "What organizers and moderators did"),
        (f"moderation/people/{talk.scene.attendee.known_id}", "What can be done"),
        (f"threads/{talk.scene.thread_id}/messages/1/moderate", "Lock this room"),
    ):
        page.goto(f"/{talk.slug}/{path}")
        expect(page.get_by_text(words).first).to_be_visible()
        looked_at(page, path)
