"""What holds for every route there is, walked over the application's own map of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from portal.access import Role
from portal.doors.static import build_hash
from tests.made import committed, make_person, make_workshop, register
from tests.visit import Site, Visitor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self' blob:; connect-src 'self' ws://127.0.0.1:8000; worker-src 'self'; "
    "frame-src https://www.youtube-nocookie.com https://player.vimeo.com https://recorder-v3.slideslive.com; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
NO_DEVICES = "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=()"
TALKING = {"/tides/posters/1", "/tides/lounge/tables/1", "/tides/map", "/tides/check"}
"""The pages on which people talk to each other, or try whether they can."""
VALUES = {"slug": "tides", "token": "x", "build": build_hash(), "path": "site/base.css", "part": "poster"}


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One workshop; person 1 may do everything in it."""
    data_dir = tmp_path_factory.mktemp("routes")
    store = data_dir / "portal.sqlite3"
    store.write_bytes(sqlite_template.read_bytes())
    running = Site(data_dir)
    with committed(running.store) as work:
        workshop = make_workshop(work)
        register(work, workshop, make_person(work, is_operator=True), *Role)
    yield running
    running.portal.close()


def rules(site: Site, method: str) -> list[Rule]:
    return [rule for rule in site.app.url_map.iter_rules() if method in (rule.methods or ())]


def path_of(site: Site, rule: Rule) -> str:
    """An address that the rule answers, if only with a refusal."""
    values = {name: VALUES.get(name, 1) for name in rule.arguments}
    built = site.app.url_map.bind("localhost").build(
        rule.endpoint, values, method=next(iter(rule.methods or ()))
    )
    return str(built)


def answers(site: Site, visitor: Visitor) -> Iterator[tuple[str, TestResponse]]:
    for rule in rules(site, "GET"):
        path = path_of(site, rule)
        yield path, visitor.get(path)
    for path in ("/nowhere/at/all", "/tides", "/static/x/missing.css", "/static/x/../../config.py"):
        yield path, visitor.get(path)


@pytest.fixture(params=["visitor", "organizer"])
def somebody(request: pytest.FixtureRequest, site: Site) -> Visitor:
    return site.visitor() if request.param == "visitor" else site.signed_in(1)


def test_every_answer_has_the_headers_that_keep_a_browser_safe(site: Site, somebody: Visitor) -> None:
    for path, answer in answers(site, somebody):
        assert answer.status_code < 500, path
        headers = answer.headers
        if "/files/" not in path and not path.endswith(".svg"):
            assert headers["Content-Security-Policy"] == POLICY, path
        assert "frame-ancestors" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert headers["Referrer-Policy"] in {"no-referrer", "strict-origin-when-cross-origin"}, path
        if path not in TALKING:
            assert headers["Permissions-Policy"] == NO_DEVICES, path


def test_no_page_is_kept_by_anybody_and_no_static_file_sets_a_cookie(site: Site, somebody: Visitor) -> None:
    for path, answer in answers(site, somebody):
        if path.startswith("/static/"):
            assert "Set-Cookie" not in answer.headers, path
        elif answer.status_code != 308:
            caching = answer.headers["Cache-Control"]
            assert "no-store" in caching or "private" in caching, path
            assert "Cookie" in answer.headers["Vary"], path


def test_a_page_with_a_secret_in_its_address_tells_it_to_nobody(site: Site) -> None:
    for path in ("/sign-in/link/x", "/tides/register/confirm/x"):
        assert site.visitor().get(path).headers["Referrer-Policy"] == "no-referrer"


ONE_PRESS = "/tides/unsubscribe/1"
"""A mail program ends mailings by a form without a token (RFC 8058); the secret is in the address."""


@pytest.mark.parametrize("token", [None, "", "forged", "foreign"])
def test_no_form_is_taken_without_the_token_of_this_session(site: Site, token: str | None) -> None:
    visitor = site.signed_in(1)
    sent = site.signed_in(1).token() if token == "foreign" else token
    taken = [
        path
        for rule in rules(site, "POST")
        if (path := path_of(site, rule))
        and visitor.client.post(path, data={} if sent is None else {"csrf_token": sent}).status_code != 422
    ]

    assert taken == [ONE_PRESS]
    assert visitor.get("/account").status_code == 200


def test_over_https_the_browser_is_told_to_stay_there(tmp_path: Path, sqlite_store_url: str) -> None:
    site = Site(tmp_path, database_url=sqlite_store_url, base_url="https://w.example.org")

    answer = site.visitor().get("/sign-in", base_url="https://w.example.org")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "connect-src 'self' wss://w.example.org;" in answer.headers["Content-Security-Policy"]
    site.portal.close()


def test_the_hosts_of_the_operators_streams_are_the_only_others(
    tmp_path: Path, sqlite_store_url: str
) -> None:
    hosts = {"stream_hosts": ("https://cdn.example.org",), "embed_hosts": ()}
    site = Site(tmp_path, database_url=sqlite_store_url, **hosts)

    policy = site.visitor().get("/sign-in").headers["Content-Security-Policy"]

    assert "media-src 'self' blob: https://cdn.example.org;" in policy
    assert "frame-src 'none';" in policy
    site.portal.close()


def test_static_files_are_kept_for_ever_under_their_hash_and_checked_under_an_old_one(site: Site) -> None:
    present = site.visitor().get(f"/static/{build_hash()}/site/base.css", headers={"Accept-Encoding": "gzip"})
    old = site.visitor().get("/static/0123/site/base.css")

    assert present.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert present.headers["Content-Encoding"] == "gzip"
    assert old.headers["Cache-Control"] == "no-cache"


def test_a_number_that_no_row_can_have_leads_nowhere(site: Site) -> None:
    visitor = site.signed_in(1)
    statuses = {}
    for rule in rules(site, "GET"):
        numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
        if not numbers:
            continue
        for name in numbers:
            values = {one: VALUES.get(one, 1) for one in rule.arguments} | {name: 777_777}
            built = site.app.url_map.bind("localhost").build(rule.endpoint, values, method="GET")
            for number in (2**31, 10**30):
                path = built.replace("777777", str(number))
                statuses[path] = visitor.get(path).status_code

    assert len(statuses) > 40
    assert {path: status for path, status in statuses.items() if status != 404} == {}
