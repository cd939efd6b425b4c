"""A chat on a running portal, as the browser tests walk into it."""

import itertools

from playwright.sync_api import Locator, Page, expect

from portal.access import Actor
from portal.store.work import Store
from portal.threads.actions import delete, edit, post
from portal.threads.rules import Change, MessageDraft
from tests.come import come
from tests.made import committed
from tests.posters.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"chat-{number}" for number in itertools.count(1))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Talk:
    """A poster's room on a running portal, with three messages: two of the attendee, the last of the presenter."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store, self.people = portal, store, people
        self.slug = next(SLUGS)
        self.scene: Scene = make_scene(store, self.slug)
        self.numbers = itertools.count(1)
        attendee, presenter = self.scene.attendee, self.scene.presenter
        for actor, text in (
            (attendee, "Good morning"),
            (attendee, "Which gage?"),
            (presenter, "The one at sea"),
        ):
            self.say(actor, text)

    def say(self, actor: Actor, text: str) -> int:
        with committed(self.store) as work:
            return post(work, actor, MessageDraft(self.scene.thread_id, f"c-{next(self.numbers)}", text))

    def edit(self, actor: Actor, seq: int, text: str) -> None:
        with committed(self.store) as work:
            edit(work, actor, Change(self.scene.thread_id, seq, f"c-{next(self.numbers)}", text))

    def delete(self, actor: Actor, seq: int) -> None:
        with committed(self.store) as work:
            delete(work, actor, Change(self.scene.thread_id, seq, f"c-{next(self.numbers)}"))

    def open(self, actor: Actor, **options: object) -> Page:
        """The room, as somebody sees it who has just signed in."""
        page = come(self.people, self.portal, self.store, actor, **options).page
        page.goto(f"/{self.slug}/posters/{self.scene.poster_id}")
        if options.get("is_mobile"):
            page.get_by_role("link", name="Talk").click()
        if options.get("java_script_enabled", True):
            expect(page.locator("[data-module='threads/thread'][data-started]")).to_be_attached()
        return page


def message(page: Page, seq: int) -> Locator:
    return page.locator(f"#message-{seq}")


def words(page: Page, seq: int) -> Locator:
    """What a message says, as one sees it."""
    return message(page, seq).locator(".message-text:visible")


def choose(page: Page, seq: int, word: str) -> None:
    """Open the menu of a message and press one of its buttons."""
    item = message(page, seq)
    item.hover()
    item.locator("summary").click()
    item.get_by_role("button", name=word).click()
