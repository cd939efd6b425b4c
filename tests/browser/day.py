"""A workshop on its day: a stage with two real streams, and everybody who takes part in it with a browser each."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from portal.access import Actor, Role
from portal.stage.models import Stage
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.polls.made import Scene as Polls
from tests.screens.made import Hall as Screens
from tests.servers.chromium import People
from tests.servers.hls import HlsServer
from tests.servers.portal import Portal
from tests.slides.made import Scene as Slides
from tests.stage.on_air import Hall

SOON = 30_000
"""Eight browsers share the machine; what is live comes within two seconds where they do not."""

AUDIENCE = 5


@dataclass
class Day:
    """The talk "Moon" is on, in the session "Spring tides" on the stage; "Neap" follows it."""

    portal: Portal
    store: Store
    people: People
    streams: HlsServer
    slug: str
    audience: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hall = Hall(self.portal, self.store, self.people, self.streams.origin, self.slug)
        self.scene = self.hall.scene
        self.scene.let_speaker_answer()
        with committed(self.store) as work:
            workshop = work.get(Workshop, self.scene.workshop_id)
            mine = select(Stage.id).where(Stage.workshop_id == workshop.id)
            stage_id = work.session.scalars(mine).one()
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            more = [make_actor(work, workshop) for _ in range(AUDIENCE - 2)]
        self.attendees: list[Actor] = [self.scene.attendee, self.scene.other, *more]
        self.slides = Slides(self.scene, self.organizer, self.portal.data_dir)
        self.polls = Polls(self.scene)
        self.screens = Screens(self.polls, stage_id, self.organizer)

    def open_stage(self, actor: Actor) -> Page:
        """The stage in a browser of this person, with everything that is live on it begun."""
        page = self.hall.open(actor)
        for part in ("stage/player", "threads/thread", "questions/board", "polls/board", "slides/board"):
            expect(page.locator(f"[data-module='{part}'][data-started]")).to_be_attached(timeout=SOON)
        return page

    def open_screen(self) -> Page:
        """The machine at the projector: nobody is signed in there, it has the secret link alone."""
        page = self.people.open(self.portal.base_url, viewport={"width": 1920, "height": 1080}).page
        page.goto(self.screens.link())
        expect(page.locator("[data-module='screens/screen'][data-started]")).to_be_attached(timeout=SOON)
        return page

    def path(self, rest: str) -> str:
        return f"/{self.slug}{rest}"


def questions_of(page: Page) -> Locator:
    """The list of questions beside the stage; opened where the chat stands in front of it."""
    page.locator("[data-tab='questions']").click()
    return page.locator("#stage-questions [data-question]")


def expect_slide(page: Page, number: int, of: int) -> None:
    """The page of the slides that the talk has arrived at, drawn and with its words."""
    picture = page.locator(".slides-figure [data-picture]")
    expect(picture).to_have_attribute("alt", f"Page {number} of {of}: Moon, page {number}", timeout=SOON)
    expect(picture).to_be_visible(timeout=SOON)
