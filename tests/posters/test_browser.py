"""The hall and the room in a browser: found at once, counted live, enlarged until it is sharp, and usable by everybody."""

import itertools
import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.clock import now
from portal.posters.actions import fill_session
from portal.posters.queries import seen_by
from portal.posters.rules import Pattern, Seat
from portal.programme.models import ProgrammeSession
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.browser.accessibility import assert_accessible
from tests.files.samples import mp4, pdf
from tests.made import committed
from tests.posters.made import Scene, hang_many, make_scene, stashed_pdf
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.process import wait_until

SLUGS = (f"walk-{number}" for number in itertools.count(1))


class Walk:
    """A hall with four posters on a running portal; the first one is a PDF of three pages."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.slug = next(SLUGS)
        self.scene: Scene = make_scene(store, self.slug, stashed_pdf(portal.data_dir, "Tide tables", pages=3))
        with committed(store) as work:
            hang_many(work, self.scene.organizer, work.get(Workshop, self.scene.workshop_id), 3)

    @property
    def hall(self) -> str:
        return f"/{self.slug}/posters"

    @property
    def room(self) -> str:
        return f"{self.hall}/{self.scene.poster_id}"

    def seen(self) -> frozenset[int]:
        """What the attendee has seen."""
        with self.store.reading() as work:
            return seen_by(work, self.scene.attendee)

    def visitor(self, person_id: int, **options: object) -> Page:
        """The page of somebody who has just signed in."""
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, person_id), 10)
        page = self.people.open(self.portal.base_url, **options).page
        page.goto(f"/sign-in/link/{token}")
        page.locator("main form button").click()
        page.wait_for_load_state()
        return page


@pytest.fixture
def walk(live_portal: Portal, live_store: Store, people: People) -> Walk:
    return Walk(live_portal, live_store, people)


def test_a_visitor_finds_a_poster_and_walks_into_its_room_by_keyboard(walk: Walk) -> None:
    page = walk.visitor(walk.scene.attendee.known_id)
    page.goto(f"{walk.hall}?sort=board")
    cards = page.locator(".poster-card:visible")
    expect(cards).to_have_count(4)
    assert_accessible(page, "the hall")

    page.get_by_role("searchbox").fill("NUMBER")
    expect(page.locator("#hall-number")).to_have_text("3 of 4 posters")
    page.get_by_role("link", name="tag 1 1").click()
    expect(cards).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=NUMBER&tag=tag\+1&sort=board$"))
    page.get_by_role("searchbox").fill("nothing like it")
    assert_accessible(page, "the hall without a hit")
    page.get_by_role("link", name="Show all posters").click()
    expect(cards).to_have_count(4)

    cards.first.get_by_role("link").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Poster number 1")
    expect(page.get_by_text("2 of 4")).to_be_visible()
    assert_accessible(page, "a room without a file")


def test_a_visitor_stars_a_poster_and_walks_along_what_they_have_not_seen(walk: Walk) -> None:
    page = walk.visitor(walk.scene.attendee.known_id)
    page.goto(f"{walk.hall}?sort=board")
    expect(page.locator('[data-module="posters/hall"][data-started]')).to_be_visible(timeout=25_000)
    first = page.locator(".poster-card").first

    first.get_by_role("link").first.focus()
    page.keyboard.press("s")

    expect(first.get_by_role("button", name="Star Poster number 0", pressed=True)).to_be_visible()
    expect(first.get_by_text("starred", exact=True)).to_be_visible()
    page.get_by_role("link", name="Starred 1").click()
    expect(page.locator(".poster-card:visible")).to_have_count(1)
    page.get_by_role("link", name="Clear filters").click()
    page.get_by_role("link", name="Not seen yet 4").click()
    first.get_by_role("link").first.click()
    expect(page.locator('[data-module="posters/room"][data-started]')).to_be_visible(timeout=25_000)
    expect(page.get_by_role("button", name="Star Poster number 0", pressed=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Poster number 1")
    expect(page.get_by_text("2 of 4")).to_be_visible()
    wait_until(lambda: len(walk.seen()) == 2, "both visits are kept")

    page.get_by_role("link", name="Back to your list").click()

    expect(page.get_by_role("link", name="Not seen yet 2")).to_be_visible(timeout=25_000)
    expect(page.locator(".poster-card:visible").first).to_contain_text("Poster number 2")
    assert_accessible(page, "the hall with marks")


def test_the_poster_grows_until_it_is_sharp_and_turns_its_pages(walk: Walk) -> None:
    page = walk.visitor(walk.scene.attendee.known_id)
    page.goto(walk.room)
    canvas, drawn = page.locator("[data-canvas]"), page.locator(".viewer-sheet canvas")
    expect(page.get_by_alt_text("Poster: Tides and time")).to_be_visible()
    assert_accessible(page, "a room with a PDF")

    canvas.focus()
    page.keyboard.press("+")
    expect(drawn).to_be_visible()
    expect(page.locator("[data-zoom]")).to_have_text(re.compile(r"^\d+%$"))
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("[data-page]")).to_have_text("2 of 3")
    expect(drawn).to_be_visible()
    page.get_by_role("button", name="Text").click()
    expect(page.locator(".viewer-text")).to_contain_text("Tide tables, page 2")
    assert_accessible(page, "the text of a poster")
    canvas.focus()
    page.keyboard.press("0")
    page.keyboard.press("PageUp")
    expect(page.get_by_alt_text("Poster: Tides and time")).to_be_visible()


def test_slides_and_a_clip_come_into_open_rooms_and_an_upload_can_be_stopped(walk: Walk) -> None:
    with committed(walk.store) as work:
        start = now() - timedelta(minutes=5)
        block = ProgrammeSession(
            workshop_id=walk.scene.workshop_id,
            title="Session 2",
            kind="poster-session",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
        work.add(block)
        fill_session(work, walk.scene.organizer, block.id, [Seat(walk.scene.poster_id, Pattern.BOTH, "P1")])
        session_id = block.id
    attendee, presenter = (walk.visitor(one.known_id) for one in (walk.scene.attendee, walk.scene.presenter))
    attendee.goto(walk.hall)
    attendee.get_by_role("link", name=re.compile("Session 2 · now, [0-9]+ min left")).click()
    expect(attendee.locator("#hall-number")).to_have_text("1 of 4 posters", timeout=25_000)
    attendee.locator(".poster-card:visible h3 a").click()
    expect(attendee.locator("[data-here-list]")).to_contain_text("(you)", timeout=25_000)
    expect(attendee.locator(".room-slots")).to_contain_text("min left")
    attendee.get_by_role("textbox", name="Message").fill("half a sent")
    attendee.locator("[data-canvas]").focus()
    attendee.keyboard.press("+")

    presenter.goto(walk.room)
    presenter.get_by_role("link", name="My posters").first.click()
    expect(presenter.get_by_role("heading", level=1, name="My posters")).to_be_visible(timeout=25_000)
    expect(presenter.locator(".troubles")).to_contain_text("is expected at two places")
    assert_accessible(presenter, "the page of a presenter")
    slides = presenter.locator('form[action$="/files/slides"][data-started]')
    slides.locator("input[type=file]").set_input_files(_file("talk.pdf", pdf(2)))
    slides.get_by_role("button", name="Send the").click()
    expect(presenter.get_by_text("Slides: talk.pdf is in the room.")).to_be_visible(timeout=25_000)
    clip = presenter.locator('form[action$="/files/clip"][data-started]')
    clip.locator("input[type=file]").set_input_files(_file("me.mp4", mp4()))
    clip.get_by_role("button", name="Send the").click()
    expect(presenter.get_by_text("Clip: me.mp4 is in the room.")).to_be_visible(timeout=25_000)

    expect(attendee.locator("video[preload=none]")).to_have_attribute(
        "src", re.compile("me.mp4$"), timeout=25_000
    )
    expect(attendee.locator("[data-slides]")).to_contain_text("2 pages")
    expect(attendee.get_by_role("textbox", name="Message")).to_have_value("half a sent")
    fit = attendee.get_by_role("button", name="Fit", exact=True)
    expect(fit).to_have_attribute("aria-pressed", "false")
    assert_accessible(attendee, "a room with slots, slides and a clip")

    presenter.context.new_cdp_session(presenter).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 30_000},
    )
    slides = presenter.locator('.file-row:has(form[action$="/files/slides"][data-started])')
    slides.locator("summary").click()
    slides.locator("input[type=file]").set_input_files(_file("large.pdf", pdf() + bytes(3_000_000)))
    slides.get_by_role("button", name="Replace the").click()
    expect(slides.get_by_role("progressbar", name="Sent")).to_be_visible(timeout=25_000)
    slides.get_by_role("button", name="Stop").click()
    expect(slides.locator("[data-upload]")).to_have_text("Stopped. Nothing was changed.")
    expect(attendee.locator("[data-slides]")).to_have_attribute("download", "talk.pdf")

    organizer = walk.visitor(walk.scene.organizer.known_id)
    for path, name in (
        (f"/{walk.slug}/sessions/{session_id}/boards", "Boards of this session"),
        (f"/{walk.slug}/posters/labels", "QR labels"),
        (f"{walk.room}/slots", "When and where"),
        (f"{walk.room}/edit", "Edit the poster"),
    ):
        organizer.goto(path)
        expect(organizer.get_by_role("heading", level=1, name=name)).to_be_visible(timeout=25_000)
        assert_accessible(organizer, name)


def _file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}
