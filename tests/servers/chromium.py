"""A headless Chromium, a separate visitor for each person, and an eye on all that their pages do."""

import re
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebError,
    WebSocket,
    sync_playwright,
)

from tests.servers.process import BrokenServerError, MissingServerError, find_program

ARGUMENTS = (
    "--no-sandbox",  # the sandbox refuses root, as build machines run
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


class Chromium:
    """The Chromium that is installed here, driven by Playwright; nothing is downloaded."""

    def __init__(self) -> None:
        program = find_program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        if not program:
            raise MissingServerError("Chromium is not installed here (Debian's package chromium has it)")
        try:
            self._driver = sync_playwright().start()
        except Exception as error:
            # The driver is a program of its own, and Playwright says no more than that it went away.
            raise MissingServerError(
                "Playwright's driver does not start here (Debian's package libatomic1 has what it needs)"
            ) from error
        try:
            self.browser = self._driver.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        except Error as error:
            self._driver.stop()
            raise BrokenServerError(f"{program} did not start: {error.message}") from None

    def close(self) -> None:
        self.browser.close()
        self._driver.stop()


@dataclass
class Watch:
    """What the pages of one visitor should not have done: errors, failed requests, requests to other hosts.

    A page that is left in the middle of a request aborts it; that is no failure.
    """

    base_url: str
    faults: list[str] = field(default_factory=list)
    forgiven: list[re.Pattern[str]] = field(default_factory=list)

    @classmethod
    def over(cls, context: BrowserContext, base_url: str) -> Self:
        """Watch all pages of this context, those opened later too."""
        watch = cls(base_url)
        context.on("console", watch._console)
        context.on("weberror", watch._error)
        context.on("request", lambda request: watch._address(request.url))
        context.on("requestfailed", watch._failed)
        context.on("page", lambda page: page.on("websocket", watch._socket))
        return watch

    def forgive(self, pattern: str) -> None:
        """Say that a fault with these words is what the test wants to see: a lost connection, say."""
        self.forgiven.append(re.compile(pattern))

    def assert_quiet(self) -> None:
        """Fail with every fault that was not forgiven."""
        left = [fault for fault in self.faults if not any(one.search(fault) for one in self.forgiven)]
        assert not left, "the pages should be quiet, but:\n" + "\n".join(left)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"error: {error.error}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _socket(self, socket: WebSocket) -> None:
        self._address(socket.url)

    def _address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(self.base_url).netloc:
            self.faults.append(f"another host: {url}")


@dataclass(frozen=True)
class Person:
    """One visitor: a browser context with its own cookies, one page in it, and the watch over both."""

    context: BrowserContext
    page: Page
    watch: Watch


@dataclass
class People:
    """The visitors of one test; `check` closes them and fails if one of them saw a fault.

    The worker that keeps pages is off, so that each request is seen by the test; `service_workers="allow"` lets it run.
    """

    browser: Browser
    visitors: list[Person] = field(default_factory=list)

    def open(self, base_url: str, **options: Any) -> Person:
        """Let somebody come with an empty browser; `options` are those of Playwright's contexts."""
        asked = {
            "viewport": {"width": 1280, "height": 800},
            "locale": "en-GB",
            "service_workers": "block",
            **options,
        }
        context = self.browser.new_context(base_url=base_url, **asked)
        context.set_default_timeout(10_000)
        watch = Watch.over(context, base_url)
        person = Person(context, context.new_page(), watch)
        self.visitors.append(person)
        return person

    def check(self) -> None:
        for person in self.visitors:
            person.context.close()
        for person in self.visitors:
            person.watch.assert_quiet()
