"""Somebody with a browser's cookies but without a browser: pages by HTTP, and the live socket as the pages use it."""

import queue
import re
import threading
import time
from collections.abc import Callable
from html import unescape
from typing import Any, Self

import requests
import socketio

NAMESPACE = "/live"


class Visitor:
    """One person against one running portal."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = requests.Session()
        self.http.headers["Origin"] = base_url

    @classmethod
    def signed_in(cls, link: str) -> Self:
        """A visitor who has opened a one-time sign-in link and pressed its button."""
        base_url, _, _ = link.partition("/sign-in/")
        visitor = cls(base_url)
        page = visitor.http.get(link, timeout=10)
        answer = visitor.http.post(link, data={"csrf_token": field_csrf(page.text)}, timeout=10)
        assert answer.ok, answer.text
        return visitor

    def get(self, path: str) -> requests.Response:
        return self.http.get(self.base_url + path, timeout=10)

    def post(self, path: str, **fields: str) -> requests.Response:
        """Send a form with this visitor's CSRF token; redirects are not followed."""
        data = {"csrf_token": self.csrf(), **fields}
        return self.http.post(self.base_url + path, data=data, timeout=10, allow_redirects=False)

    def csrf(self) -> str:
        """The token that the pages carry for forms and for the socket."""
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', self.get("/").text)
        assert found, "the page has no CSRF token"
        return unescape(found[1])

    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies)

    def connect(self, **changes: Any) -> "Live":
        """Open the live connection as the pages do; `changes` replace headers or auth."""
        headers = {"Origin": self.base_url, "Cookie": self.cookies()}
        return Live(
            self.base_url, changes.get("headers", headers), changes.get("auth", {"csrf": self.csrf()})
        )


class Live:
    """One Socket.IO connection; it keeps what it hears in order."""

    def __init__(self, base_url: str, headers: dict[str, str], auth: Any) -> None:
        self._client = socketio.Client(reconnection=False, websocket_extra_options={"suppress_origin": True})
        self.heard: list[tuple[str, Any]] = []
        self.is_closed = threading.Event()
        self.refusal: Any = None
        self._client.on("*", self._hear, namespace=NAMESPACE)
        self._client.on("connect_error", self._refused, namespace=NAMESPACE)
        self._client.on("disconnect", lambda *_: self.is_closed.set(), namespace=NAMESPACE)
        self._client.connect(
            base_url,
            headers=headers,
            auth=auth,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            wait_timeout=30,
        )

    def call(self, command: str, payload: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._client.emit(command, payload, namespace=NAMESPACE, callback=answers.put)
        return answers.get(timeout=30)

    def send(self, command: str, payload: Any) -> None:
        """Send a command without waiting."""
        self._client.emit(command, payload, namespace=NAMESPACE)

    def wait_for(self, event: str, fits: Callable[[Any], bool] = lambda _: True, seconds: float = 15) -> Any:
        """The first event of this name that fits, heard already or soon."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for name, payload in tuple(self.heard):
                if name == event and fits(payload):
                    return payload
            time.sleep(0.02)
        raise AssertionError(f"{event} was not heard in {seconds} s; heard: {self.heard}")

    def close(self) -> None:
        self._client.disconnect()

    def _hear(self, event: str, *payload: Any) -> None:
        self.heard.append((event, payload[0] if payload else None))

    def _refused(self, reason: Any = None) -> None:
        self.refusal = reason


def field_csrf(html: str) -> str:
    """The token in the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, "the page has no form with a CSRF token"
    return unescape(found[1])
