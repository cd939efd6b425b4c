"""The HTTP door: redirects stay at home, forms come back with what was typed, refusals are pages."""

import pytest
from flask import Flask, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import anyone, client_key, go, local_path, page, prepared, signed_in
from portal.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from portal.events import Eviction
from portal.store.work import Work
from portal.workshops.models import Workshop
from tests.made import committed, make_person, make_workshop
from tests.visit import MakeSite, Site, Visitor, lead

ELSEWHERE = [
    "http://evil.example",
    "https://evil.example/tides/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/tides/",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\r\nLocation: //evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:\\\\evil.example",
    "HtTp://evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "ftp://evil.example",
    "evil.example",
    "tides/",
    ".",
    "..//evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "@evil.example",
    "/@evil.example",
    "http://localhost@evil.example",
    "http://[::1",
    "//[::1",
    "/%09/evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "/\u2028/evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example",
    "\uff0f\uff0fevil.example",
    "/\u202e/evil.example",
    "/nothing/here/at/all",
    "/sign-out",
    "/static",
    "",
]
"""What must not decide where a browser goes; the later ones are no pages of ours."""

AT_HOME = [
    "/",
    "/tides/",
    "/account",
    "/tides/registrations?state=requested&page=2",
    "/me#top",
    "/sign-in?next=//evil.example",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nobody_is_sent_to_an_address_from_outside(site: Site, path: str) -> None:
    with site.app.test_request_context("/"):
        assert local_path(path, "home") == "home"


@pytest.mark.parametrize("path", AT_HOME)
def test_pages_of_our_own_are_kept_whole(site: Site, path: str) -> None:
    with site.app.test_request_context("/"):
        assert local_path(path, "home") == path


def test_no_way_on_is_no_way_out(site: Site) -> None:
    with site.app.test_request_context("/"):
        assert local_path(None, "home") == "home"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_limits_are_counted_by_address_and_by_the_network_of_one_ipv6_user(
    site: Site, address: str, key: str
) -> None:
    with site.app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert client_key() == key


@pytest.fixture
def paged(site: Site) -> Site:
    """The application with a form of the tests' own, at /<slug>/test/form, over the workshop's subtitle."""
    with committed(site.store) as work:
        make_workshop(work)
    add_form(site.app)
    return site


def add_form(app: Flask) -> None:
    @anyone
    def form(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
        return page("accounts/sign_in.html", next_path="")

    @anyone
    def send(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
        work.get(Workshop, 1).subtitle = request.form["email"]
        work.announce(Eviction(person_id=1))
        refuse(request.form.get("how", ""))
        return go("workshops.about", slug=slug)

    def prepare(_actor: Actor, **_: str) -> str:
        refuse(request.form.get("how", ""))
        return "ready"

    @prepared(prepare, is_sign_in_needed=False)
    def send_prepared(work: Work, actor: Actor, ready: str, slug: str) -> ResponseReturnValue:
        work.get(Workshop, 1).subtitle = ready
        return go("workshops.about", slug=slug)

    @signed_in
    def act(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
        refuse(request.form.get("how", ""))
        return {"name": actor.name}

    app.add_url_rule("/<slug>/test/form", "form", form)
    app.add_url_rule("/<slug>/test/form", "send", send, methods=["POST"])
    app.add_url_rule("/<slug>/test/ready", "ready", form)
    app.add_url_rule("/<slug>/test/ready", "send_prepared", send_prepared, methods=["POST"])
    app.add_url_rule("/<slug>/test/act", "act", act, methods=["POST"])


def refuse(how: str) -> None:
    match how:
        case "invalid":
            raise Invalid("Please look again.", fields={"email": "This word is not good."})
        case "conflict":
            raise Conflict("Somebody was faster.")
        case "not-found":
            raise NotFound
        case "not-allowed":
            raise NotAllowed
        case "too-many":
            raise TooMany("Slowly, please.", retry_after=6.6)
        case "broken":
            raise RuntimeError("a fault of ours")


def subtitle(site: Site) -> str:
    with site.store.reading() as work:
        found: str = work.get(Workshop, 1).subtitle
        return found


def test_a_form_that_is_taken_is_committed_and_heard_after_it(paged: Site) -> None:
    answer = paged.visitor().post("/tides/test/form", email="kept")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/tides/")
    assert subtitle(paged) == "kept"
    assert paged.heard == [Eviction(person_id=1)]


@pytest.mark.parametrize("path", ["/tides/test/form", "/tides/test/ready"])
@pytest.mark.parametrize(
    ("how", "status", "told"),
    [("invalid", 422, "This word is not good."), ("conflict", 409, "Somebody was faster.")],
)
def test_a_form_that_is_refused_is_shown_again_with_what_was_typed(
    paged: Site, path: str, how: str, status: int, told: str
) -> None:
    answer = paged.visitor().post(path, email="typed & kept", how=how)

    assert answer.status_code == status
    assert 'value="typed &amp; kept"' in answer.text
    assert told in lead(answer)
    assert subtitle(paged) == ""
    assert paged.heard == []


@pytest.mark.parametrize(
    ("how", "status"), [("not-found", 404), ("not-allowed", 403), ("too-many", 429), ("broken", 500)]
)
def test_every_other_refusal_is_a_page_that_leaves_nothing_behind(paged: Site, how: str, status: int) -> None:
    answer = paged.visitor().post("/tides/test/form", email="lost", how=how)

    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "RuntimeError" not in answer.text
    assert subtitle(paged) == ""
    assert paged.heard == []


def test_too_many_says_when_to_come_back(paged: Site) -> None:
    answer = paged.visitor().post("/tides/test/form", email="x", how="too-many")

    assert answer.headers["Retry-After"] == "7"
    assert "Slowly, please." in lead(answer)


def test_a_refusal_is_json_for_a_program(paged: Site) -> None:
    visitor = paged.visitor()
    form = {"csrf_token": visitor.token(), "email": "x", "how": "too-many"}

    answer = visitor.client.post("/tides/test/form", data=form, headers={"Accept": "application/json"})

    assert answer.json == {"ok": False, "code": "too-many", "message": "Slowly, please."}


def test_a_one_button_form_without_a_page_of_its_own_gets_the_refusal_as_a_page(paged: Site) -> None:
    with committed(paged.store) as work:
        person_id = make_person(work).id

    answer = paged.signed_in(person_id).post("/tides/test/act", how="conflict")

    assert answer.status_code == 409
    assert "Somebody was faster." in lead(answer)


def test_a_visitor_is_led_to_sign_in_from_a_page_and_told_so_from_a_form(paged: Site) -> None:
    visitor = paged.visitor()

    read = visitor.get("/tides/registrations?state=requested&search=a b")
    sent = visitor.post("/tides/test/act")
    asked = visitor.get("/account", headers={"Accept": "application/json"})

    assert read.status_code == 303
    assert read.headers["Location"] == "/sign-in?next=/tides/registrations?state%3Drequested%26search%3Da+b"
    assert sent.status_code == 401
    assert (asked.status_code, asked.json) == (
        401,
        {"ok": False, "code": "not-signed-in", "message": "Please sign in first."},
    )


def test_an_unknown_workshop_is_not_found(site: Site) -> None:
    answer = site.visitor().get("/nowhere/")

    assert answer.status_code == 404
    assert "There is no workshop with this address." in lead(answer)


def test_a_wrong_method_says_which_are_right(site: Site) -> None:
    with committed(site.store) as work:
        make_workshop(work)

    answer = site.visitor().get("/tides/registrations/accept-all")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "OPTIONS, POST"
    assert "<h1>" in answer.text


def test_a_body_that_is_too_large_is_a_page_that_says_how_large_it_may_be(make_site: MakeSite) -> None:
    site = make_site(upload_limit_mb=1)

    answer = site.visitor().post("/sign-in", email="x" * 3_000_000)

    assert answer.status_code == 413
    assert "files of up to 1 MB" in lead(answer)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return site.visitor()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost:80@evil.example", "a b", ""]
)
def test_another_host_is_refused_without_a_page(visitor: Visitor, host: str) -> None:
    answer = visitor.get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.text == "This is not an address of the portal.\n"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8123", "localhost:8000"])
def test_loopback_hosts_are_answered_on_every_port(visitor: Visitor, host: str) -> None:
    assert visitor.get("/sign-in", headers={"Host": host}).status_code == 200


def test_forwarded_headers_count_only_behind_a_proxy(make_site: MakeSite) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "192.0.2.7"}

    direct = make_site(limit_client="1/minute")
    statuses = [
        direct.visitor().client.get("/sign-in", headers={**forged, "X-Forwarded-For": address}).status_code
        for address in ("192.0.2.1", "192.0.2.2")
    ]
    behind = make_site(trusted_proxies=1, base_url="https://w.example.org")

    assert statuses == [200, 200]
    assert behind.visitor().get("/sign-in", headers=forged).status_code == 400
    good = {"X-Forwarded-Host": "w.example.org", "X-Forwarded-Proto": "https"}
    assert behind.visitor().get("/sign-in", headers=good).status_code == 200
