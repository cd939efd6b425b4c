"""A portal that may play the streams of the tests, and people who watch its stage in their browsers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from portal.access import Actor, Role
from portal.programme.forms import values_of
from portal.programme.models import ProgrammeSession
from portal.stage.models import Stage, StreamSource
from portal.stage.rules import SourceKind
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.come import come
from tests.made import committed, make_actor, sign_in_link
from tests.questions.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor

PATIENCE = 60_000
"""A stream comes when its segments have; on a busy machine that takes a while."""

NewScene = Callable[[], Scene]


@dataclass
class Hall:
    """A workshop whose session is on now, and its audience."""

    portal: Portal
    store: Store
    people: People
    stream_origin: str
    slug: str

    def __post_init__(self) -> None:
        self.scene: Scene = make_scene(self.store, self.slug)

    def put_on(self, sources: Iterable[tuple[SourceKind, str, str]], captions: str = "") -> list[int]:
        """Let the stream come from these; returns their ids."""
        with committed(self.store) as work:
            stage = self._stage(work.session.scalars)
            stage.sources = [
                StreamSource(position=place, kind=kind.value, url=url, label=label, captions=captions)
                for place, (kind, url, label) in enumerate(sources)
            ]
            work.session.flush()
            return [one.id for one in stage.sources]

    def end_session(self) -> None:
        """The session is over."""
        with committed(self.store) as work:
            session = work.get(ProgrammeSession, self.scene.session_id)
            session.ends_at = session.starts_at and session.starts_at + timedelta(minutes=5)

    def add_recording(self, link: str) -> None:
        """An organizer gives the session its recording, in the form of the programme."""
        with committed(self.store) as work:
            session = work.get(ProgrammeSession, self.scene.session_id)
            workshop = work.get(Workshop, session.workshop_id)
            values = values_of(session, workshop.zone)
            path = sign_in_link(work, make_actor(work, workshop, Role.ORGANIZER))
        told = {name: str(values[name]) for name in ("title", "kind", "starts_at", "ends_at")}
        organizer = Visitor.signed_in(self.portal.base_url + path)
        links = f"recording {link} The recording"
        saved = organizer.post(
            f"/{self.slug}/schedule/sessions/{self.scene.session_id}/edit", **told, links=links
        )
        assert saved.status_code == 303

    def organizer(self) -> Actor:
        """Somebody who organizes the workshop."""
        with committed(self.store) as work:
            return make_actor(work, work.get(Workshop, self.scene.workshop_id), Role.ORGANIZER)

    def open(self, actor: Actor, path: str = "/stage", **options: object) -> Page:
        """A page of the workshop, as somebody sees it who has just signed in; the streams come from another host."""
        person = come(self.people, self.portal, self.store, actor, **options)
        person.watch.forgive(f"another host: {self.stream_origin}/")
        person.watch.forgive(f"status of 404.*{self.stream_origin}/")
        # A picture that is given up just when it was attached asks once more for its own address, which is gone.
        person.watch.forgive(r"(blob:.*ERR_FILE_NOT_FOUND|ERR_FILE_NOT_FOUND \(blob:)")
        page = person.page
        page.goto(f"/{self.slug}{path}")
        return page

    def _stage(self, scalars: Callable[..., object]) -> Stage:
        found = scalars(select(Stage).where(Stage.workshop_id == self.scene.workshop_id))
        return found.one()  # type: ignore[attr-defined,no-any-return]


def source(page: Page, label: str) -> Locator:
    return page.locator("#video-bar").get_by_role("button", name=label, exact=True)


def expect_playing(page: Page, label: str) -> None:
    """This source is chosen, and its picture moves: the words over it are gone and its delay is told."""
    expect(source(page, label)).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    expect(page.locator("[data-latency]")).to_contain_text("s behind", timeout=PATIENCE)
    expect(page.locator("#stage-video .video-words")).to_be_hidden(timeout=PATIENCE)


def expect_words(page: Page, words: str) -> None:
    expect(page.locator("#stage-video")).to_contain_text(words, timeout=PATIENCE)
