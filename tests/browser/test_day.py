"""Half a day of a workshop in a few minutes: each thing that happens is looked for in each person's page."""

import itertools
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.stage.rules import SourceKind
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.day import SOON, Day, expect_slide, questions_of
from tests.servers.chromium import People
from tests.servers.hls import HlsServer
from tests.servers.portal import Portal
from tests.stage.on_air import expect_playing, expect_words

SLUGS = (f"half-day-{number}" for number in itertools.count(1))


@pytest.fixture
def day(streaming_portal: Portal, streaming_store: Store, hls_server: HlsServer, people: People) -> Day:
    return Day(streaming_portal, streaming_store, people, hls_server, next(SLUGS))


@pytest.mark.slow
def test_half_a_day_of_a_workshop_is_the_same_in_everybodys_page(day: Day) -> None:
    streams, scene = day.streams, day.scene
    morning, spare = f"{day.slug}-morning", f"{day.slug}-spare"
    day.hall.put_on(
        [(SourceKind.HLS, streams.begin(morning), "Main"), (SourceKind.HLS, streams.begin(spare), "Spare")]
    )
    deck = day.slides.upload(pages=4)

    # 08:50, everybody comes in: five people from afar, the chair, the speaker, and the screen in the hall.
    day.audience = [day.open_stage(one) for one in day.attendees]
    chair = day.open_stage(scene.chair)
    speaker = day.open_stage(scene.speaker)
    wall = day.open_screen()
    seats = [*day.audience, chair]
    for page in seats:
        expect_playing(page, "Main")
        expect(page.get_by_role("heading", level=1)).to_have_text("Moon")
    expect(wall.get_by_role("heading", name="Moon")).to_be_visible()

    turn_the_pages(day, speaker, seats, deck)
    ask_and_vote(day, chair, wall)
    hold_a_poll(day, chair, wall)
    run_late(day, chair, [*day.audience, wall])
    lose_the_stream(day, speaker, seats, morning)

    for page, where in ((day.audience[0], "the stage"), (chair, "the chair's stage"), (wall, "the screen")):
        assert_accessible(page, where)


def turn_the_pages(day: Day, speaker: Page, seats: list[Page], deck: int) -> None:
    """The speaker shows the slides and turns them; one steps back and rejoins, another comes late."""
    speaker.goto(day.path(f"/sessions/{day.scene.session_id}/slides/control"))
    expect(speaker.locator(f"[data-deck-state='{deck}']")).to_have_text("4 pages, ready", timeout=SOON)
    speaker.get_by_role("button", name="Show Moon").click()
    for page in seats:
        expect_slide(page, 1, 4)
    speaker.get_by_role("button", name="Next").click()
    for page in seats:
        expect_slide(page, 2, 4)

    slow, late = seats[0], seats[1]
    slow.get_by_role("region", name="Slides", exact=True).get_by_role("button", name="Page before").click()
    expect(slow.locator("[data-away]")).to_contain_text("You are on page 1, the talk is on page 2.")
    speaker.get_by_role("button", name="Next").click()
    for page in seats[1:]:
        expect_slide(page, 3, 4)
    expect_slide(slow, 1, 4)
    slow.get_by_role("button", name="Rejoin").click()
    expect_slide(slow, 3, 4)
    late.reload()
    expect(late.locator("[data-strip] li")).to_have_count(3, timeout=SOON)
    expect_slide(late, 3, 4)


def ask_and_vote(day: Day, chair: Page, wall: Page) -> None:
    """One asks, the other four vote, the chair takes it up; the hall reads it on the wall."""
    asker, *voters = day.audience
    lists = {page: questions_of(page) for page in day.audience}
    asker.get_by_role("textbox", name="Your question").fill("Is $E = mc^2$ enough?")
    asker.get_by_role("button", name="Ask", exact=True).click()
    for page in voters:
        lists[page].get_by_role("button", name=re.compile("vote")).click(timeout=SOON)
    for page in day.audience:
        expect(lists[page].locator(".vote b")).to_have_text("4", timeout=SOON)
        expect(lists[page].locator("math")).to_have_count(1)

    queue = chair.context.new_page()
    queue.goto(day.path(f"/questions/{day.scene.address}/chair"))
    expect(queue.locator("[data-module='questions/queue'][data-started]")).to_be_attached()
    # These buttons are the script's: it has the questions by now, and their keys.
    expect(queue.locator("[data-question] button[type='button']").first).to_be_visible(timeout=SOON)
    queue.keyboard.press("j")
    expect(queue.locator("[data-question]")).to_be_focused()
    queue.keyboard.press("a")
    for page in day.audience:
        expect(lists[page]).to_contain_text("Being answered", timeout=SOON)
    expect(wall.locator(".screen-question math")).to_be_visible(timeout=SOON)
    expect(wall.get_by_label("Question", exact=True)).to_contain_text("4 votes", timeout=SOON)
    queue.keyboard.press("d")
    for page in day.audience:
        expect(lists[page]).to_contain_text("Answered", timeout=SOON)
    expect(wall.get_by_label("Question", exact=True)).to_have_count(0, timeout=SOON)
    queue.close()


def hold_a_poll(day: Day, chair: Page, wall: Page) -> None:
    """The chair opens a poll, five answer it, and it is closed in front of everybody."""
    day.polls.draft()
    lead = chair.context.new_page()
    lead.goto(day.path("/polls"))
    lead.get_by_role("button", name="Open “Which tide?”").click()
    for number, page in enumerate(day.audience):
        poll = poll_in(page)
        poll.get_by_label("Neap" if number == 0 else "Spring", exact=True).check(timeout=SOON)
        poll.get_by_role("button", name="Vote", exact=True).click()
    for page in day.audience:
        expect(poll_in(page)).to_contain_text("5 people have voted", timeout=SOON)
        expect(poll_in(page).get_by_role("row", name="Spring")).to_contain_text("4, 80", timeout=SOON)
    expect(wall.get_by_label("Poll", exact=True)).to_contain_text("5 people have voted", timeout=SOON)

    lead.get_by_role("button", name="Close “Which tide?”").click()
    for page in (*day.audience, chair):
        expect(poll_in(page)).to_contain_text("Poll, closed", timeout=SOON)
    expect(wall.get_by_role("row", name="Spring")).to_contain_text("4, 80", timeout=SOON)
    lead.close()


def run_late(day: Day, chair: Page, seats: list[Page]) -> None:
    """Ten minutes more: the old time struck through and the new one beside it, in every open page."""
    desk = chair.context.new_page()
    desk.goto(day.path("/stage"))
    desk.get_by_role("link", name="Run late").click()
    desk.get_by_role("button", name="+10 min").click()
    desk.get_by_role("button", name="Move them").click()
    expect(desk.get_by_role("heading", name="Moved today")).to_be_visible()
    for page in seats:
        expect(page.locator("s").first).to_be_visible(timeout=SOON)
    for page in day.audience:
        after = page.locator(f"#talk-{day.scene.next_talk_id} [data-which='starts']").first
        expect(after).to_have_text(re.compile(r"^was \d\d:\d\d \d\d:\d\d$"), timeout=SOON)
        expect(page.locator("#now-bar [data-moved]")).to_be_visible(timeout=SOON)
    desk.close()


def lose_the_stream(day: Day, speaker: Page, seats: list[Page], morning: str) -> None:
    """The stream dies: each page says so and takes the other; the slides go on; what is back is offered."""
    day.streams.cut(morning)
    for page in seats:
        expect_playing(page, "Spare")
    speaker.get_by_role("button", name="Next").click()
    for page in seats:
        expect_slide(page, 4, 4)

    day.streams.mend(morning)
    for page in seats:
        expect_words(page, "Main is back.")
    seats[0].get_by_role("button", name="Go back to it").click()
    expect_playing(seats[0], "Main")
    for page in seats[1:]:
        expect_playing(page, "Spare")


def poll_in(page: Page) -> Locator:
    return page.locator(".poll", has_text="Which tide?")
