"""The eyes of the browser tests: what a page does wrong is seen, and what it does right is not."""

import functools
import hashlib
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import AXE, AXE_VERSION, assert_accessible
from tests.servers.chromium import People, Person

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A poster</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>A poster</h1><p>What it says.</p></main></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address under which it is served."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def visit(browser: Browser, site: tuple[Path, str], page: str, then: str = "") -> Person:
    """Somebody looks at this page and does `then` there."""
    folder, address = site
    (folder / "page.html").write_text(page)
    person = People(browser).open(address)
    person.page.goto("/page.html")
    if then:
        person.page.evaluate(then)
    person.page.wait_for_load_state("networkidle")
    person.context.close()
    return person


def test_a_good_page_is_quiet(browser: Browser, site: tuple[Path, str]) -> None:
    visit(browser, site, GOOD).watch.assert_quiet()


@pytest.mark.parametrize(
    ("then", "fault"),
    [
        ("console.error('the room is lost')", "console: the room is lost"),
        ("setTimeout(() => { throw new Error('no such poster') })", "error: no such poster"),
        ("fetch('/missing.json')", "404"),
        (
            "new Image().src = 'http://localhost:9/tracker.png'",
            "another host: http://localhost:9/tracker.png",
        ),
        ("new WebSocket('ws://localhost:9/live')", "another host: ws://localhost:9/live"),
        ("fetch('http://127.0.0.1:9/').catch(() => 0)", "failed: GET http://127.0.0.1:9/"),
    ],
)
def test_a_fault_is_seen(browser: Browser, site: tuple[Path, str], then: str, fault: str) -> None:
    person = visit(browser, site, GOOD, f"() => {{ {then} }}")

    with pytest.raises(AssertionError, match="the pages should be quiet") as seen:
        person.watch.assert_quiet()
    assert fault in str(seen.value)


def test_a_fault_that_the_test_wants_is_forgiven(browser: Browser, site: tuple[Path, str]) -> None:
    person = visit(browser, site, GOOD, "() => { console.error('the room is lost') }")

    person.watch.forgive("the room is lost")

    person.watch.assert_quiet()


def test_a_page_that_everybody_can_use_has_no_violations(people: People, site: tuple[Path, str]) -> None:
    folder, address = site
    (folder / "page.html").write_text(GOOD)
    person = people.open(address)
    person.page.goto("/page.html")

    assert_accessible(person.page)


def test_a_violation_is_told_with_its_element(people: People, site: tuple[Path, str]) -> None:
    folder, address = site
    (folder / "page.html").write_text(GOOD.replace("<p>", '<img src="data:,"><p>'))
    person = people.open(address)
    person.page.goto("/page.html")

    with pytest.raises(AssertionError, match="the hall breaks 1 accessibility rules") as seen:
        assert_accessible(person.page, "the hall")
    assert '<img src="data:,">' in str(seen.value)


def test_the_accessibility_rules_are_the_ones_that_the_notice_names() -> None:
    notice = (AXE.parent / "README.md").read_text()

    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in notice
    assert f"axe-core {AXE_VERSION} " in notice
    assert f"/*! axe v{AXE_VERSION}" in AXE.read_text()[:100]
