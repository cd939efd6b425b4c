"""F-3: two browser tabs through a lost line, a killed worker and a reload in the middle of a send.

Whatever happens, each message stands in both pages exactly once and in the order of its number, what is not sent yet is
seen to be waiting, and five seconds after the server is back nothing waits any more.
"""

import itertools
import random
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.store.work import Store
from portal.threads.models import Message
from tests.faults.record import record
from tests.servers.chromium import People
from tests.servers.live import WIDE
from tests.servers.portal import Portal
from tests.servers.process import accepts, wait_until
from tests.threads.talk import Talk, choose, message

LATEST_SECONDS = 5
OFFLINE_SECONDS = 3
OFFLINE_SECONDS_LONG = 10
ROUNDS_LONG = 10
LOST_LINE = (
    r"WebSocket connection|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_NETWORK_CHANGED|ERR_EMPTY_RESPONSE"
)

LINES = """all => all.map(one => [one.dataset.seq, one.querySelector('.message-text').textContent])"""
WAITING = "[data-pending], .is-changing"


class Tabs:
    """Two people in one room, each in a browser of their own, and the server that fails them."""

    def __init__(self, portal: Portal, store: Store, people: People) -> None:
        self.portal, self.store = portal, store
        self.talk = Talk(portal, store, people)
        self.thread = self.talk.scene.thread_id
        self.pages = [self.talk.open(one) for one in (self.talk.scene.attendee, self.talk.scene.presenter)]
        for visitor in people.visitors:
            visitor.watch.forgive(LOST_LINE)
        self.numbers = itertools.count(1)
        self.said: list[str] = []
        self.waits: list[float] = []

    def say(self, page: Page) -> None:
        """Write something new and send it."""
        text = f"line {next(self.numbers)}"
        self.said.append(text)
        page.get_by_role("textbox", name="Message", exact=True).fill(text)
        page.keyboard.press("Enter")

    def edit(self, page: Page, seq: int) -> None:
        """Give a message another text."""
        text = f"line {next(self.numbers)}, edited"
        choose(page, seq, "Edit")
        page.get_by_role("textbox", name="Your message").fill(text)
        page.keyboard.press("Enter")

    def delete(self, page: Page, seq: int) -> None:
        choose(page, seq, "Delete")
        message(page, seq).get_by_role("button", name="Delete").last.click()

    def waits_visibly(self, page: Page, count: int) -> None:
        expect(page.locator(".message-state:visible")).to_have_count(count)

    def worker(self) -> psutil.Process:
        [worker] = psutil.Process(self.portal.process.pid).children()
        return worker

    def kill_worker(self) -> None:
        """`kill -9`; gunicorn starts another, and this returns when it answers."""
        old = self.worker()
        old.kill()
        wait_until(self._is_back_without(old.pid), "another worker that answers", seconds=20)

    def settle(self) -> None:
        """Wait until nothing waits and both pages show just what is kept, and note how long that took."""
        began = time.monotonic()
        deadline = began + 3 * LATEST_SECONDS
        while time.monotonic() < deadline:
            kept = self.kept()
            if all(self.shown(page) == kept and not page.locator(WAITING).count() for page in self.pages):
                break
            self.pages[0].wait_for_timeout(50)
        self.waits.append(round(time.monotonic() - began, 2))
        for page in self.pages:
            assert self.shown(page) == self.kept()
            assert page.locator(WAITING).count() == 0

    def shown(self, page: Page) -> list[tuple[int, str]]:
        """Number and words of every line of a page."""
        return [(int(seq), words) for seq, words in page.locator("[data-seq]").evaluate_all(LINES)]

    def kept(self) -> list[tuple[int, str]]:
        """The same as the store has it."""
        found = select(Message).where(Message.thread_id == self.thread, Message.target.is_(None))
        with self.store.reading() as work:
            return [(one.seq, _words(one)) for one in work.session.scalars(found.order_by(Message.seq))]

    def _is_back_without(self, pid: int) -> Callable[[], bool]:
        port = int(self.portal.base_url.rpartition(":")[2])

        def is_back() -> bool:
            workers = psutil.Process(self.portal.process.pid).children()
            return any(one.pid != pid for one in workers) and accepts(port) and self._answers()

        return is_back

    def _answers(self) -> bool:
        try:
            return self.portal.get("/healthz")[0] == 200
        except OSError:
            return False


def _words(one: Message) -> str:
    if one.deleted_at:
        return "This message was deleted."
    return one.text + (" (edited)" if one.edited_at else "")


@pytest.fixture
def tabs(start_portal: Callable[..., Portal], people: People) -> Iterator[Tabs]:
    portal = start_portal("serve", **WIDE)
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    yield Tabs(portal, store, people)
    store.dispose()


def lose_the_line(tabs: Tabs, seconds: float = OFFLINE_SECONDS) -> None:
    """One of the two is offline, and both go on."""
    away, here = tabs.pages
    away.context.set_offline(True)
    tabs.say(away)
    tabs.say(here)
    tabs.say(away)
    tabs.edit(away, 1)
    tabs.waits_visibly(away, 3)
    tabs.say(here)
    away.wait_for_timeout(seconds * 1000)
    tabs.waits_visibly(away, 3)
    away.context.set_offline(False)
    tabs.settle()


def kill_the_worker(tabs: Tabs) -> None:
    """The server dies with what is on its way, and more is said while it is away."""
    first, second = tabs.pages
    old = tabs.worker()
    tabs.say(first)
    old.suspend()
    tabs.say(first)
    tabs.edit(second, 3)
    tabs.waits_visibly(second, 1)
    old.resume()
    tabs.kill_worker()
    tabs.settle()


def reload_in_the_middle(tabs: Tabs) -> None:
    """A tab is loaded anew before the server has answered what it sent."""
    first, _ = tabs.pages
    worker = tabs.worker()
    worker.suspend()
    tabs.say(first)
    tabs.edit(first, 2)
    tabs.waits_visibly(first, 2)
    first.evaluate("() => void setTimeout(() => location.reload())")
    first.wait_for_timeout(300)
    worker.resume()
    first.wait_for_load_state()
    expect(first.locator("[data-module='threads/thread'][data-started]")).to_be_attached()
    tabs.settle()


FAULTS = (lose_the_line, kill_the_worker, reload_in_the_middle)


def check(tabs: Tabs) -> None:
    """Each line once, in order, and nobody waited too long."""
    for page in tabs.pages:
        numbers = [number for number, _ in tabs.shown(page)]
        assert numbers == sorted(set(numbers))
        words = [words for _, words in tabs.shown(page)]
        assert [words.count(text) for text in tabs.said] == [1] * len(tabs.said)
    longest = max(tabs.waits)
    record("F-3", {"longest_wait_s": longest}, LATEST_SECONDS, longest <= LATEST_SECONDS)
    assert longest <= LATEST_SECONDS, tabs.waits


def test_two_tabs_show_each_message_once_whatever_happens_to_the_line_the_worker_and_the_page(
    tabs: Tabs,
) -> None:
    for fault in FAULTS:
        fault(tabs)
    tabs.delete(tabs.pages[0], 1)
    tabs.settle()

    check(tabs)


@pytest.mark.soak
def test_the_same_ten_times_over_with_ten_seconds_offline(tabs: Tabs) -> None:
    dice = random.Random(3)
    for _ in range(ROUNDS_LONG):
        for fault in dice.sample(FAULTS, len(FAULTS)):
            if fault is lose_the_line:
                lose_the_line(tabs, OFFLINE_SECONDS_LONG)
            else:
                fault(tabs)

    check(tabs)
