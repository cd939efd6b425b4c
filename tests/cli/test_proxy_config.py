"""`portal proxy-config`, judged by the proxies themselves: they take it, and the portal works behind it."""

import contextlib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import requests

from portal.access import Role
from portal.accounts.actions import make_link
from portal.store.work import Store
from portal.threads.actions import open_thread
from tests.made import committed, make_person, make_workshop, register
from tests.servers import proxy
from tests.servers.fixtures import make_tables
from tests.servers.portal import run_portal
from tests.servers.postgresql import Postgres
from tests.servers.process import MissingServerError, Process, free_port
from tests.servers.redis import Redis
from tests.servers.several import SECRET, Several, start_several
from tests.servers.visitor import Visitor

KINDS = ("nginx", "haproxy", "caddy")
LOOPBACK = "127.0.0.1"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each proxy that is installed here."""
    try:
        proxy.kind_of(request.param)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    return str(request.param)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for the loopback address, and its key in the same file too, as HAProxy wants it."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed here (Debian's package openssl has it)")
    folder = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(
        ["openssl", *words.split(), "-addext", "subjectAltName=IP:127.0.0.1", *files],
        check=True,
        capture_output=True,
        timeout=30,
    )
    both = (folder / "cert.pem").read_text() + (folder / "key.pem").read_text()
    (folder / "both.pem").write_text(both)
    return folder


def printed(kind: str, folder: Path, *words: str, **environ: str) -> str:
    told = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_BASE_URL": f"https://{LOOPBACK}", **environ}
    return run_portal("proxy-config", kind, *words, folder=folder, environ={**_path(), **told})


def _path() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG")
    checkout = str(Path(__file__).parents[2])
    return {
        "PYTHONPATH": checkout,
        **{name: value for name, value in psutil.Process().environ().items() if name in kept},
    }


def with_tls(kind: str, certificate: Path) -> list[str]:
    if kind == "haproxy":
        return ["--certificate", str(certificate / "both.pem")]
    return ["--certificate", str(certificate / "cert.pem"), "--key", str(certificate / "key.pem")]


def test_the_proxy_itself_takes_each_form_of_its_configuration(
    kind: str, tmp_path: Path, certificate: Path
) -> None:
    forms = [
        ["--plain"],
        ["--plain", "--sockets", "/run/portal", "--workers", "3"],
        ["--port", str(free_port()), *with_tls(kind, certificate)],
    ]
    for form in forms:
        proxy.check(kind, printed(kind, tmp_path, *form), tmp_path)


def test_each_worker_stands_in_the_configuration_and_the_portal_is_told_what_it_needs(
    kind: str, tmp_path: Path
) -> None:
    text = printed(
        kind, tmp_path, "--sockets", "/run/portal", "--workers", "3", "--domain", "tides.example.org"
    )

    assert all(text.count(f"/run/portal/portal-{number}.sock") >= 1 for number in (1, 2, 3))
    assert "portal-4.sock" not in text
    assert "PORTAL_TRUSTED_PROXIES=1" in text
    assert "PORTAL_BASE_URL=https://tides.example.org" in text
    assert all(line.count("{") == 0 or "#" not in line for line in text.splitlines()), (
        "no comment hides a block"
    )


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Several, int]]:
    """A portal with one process on a socket, and the port on which its proxy has to listen."""
    folder = tmp_path_factory.mktemp("tls")
    port = free_port()
    base_url = f"https://{LOOPBACK}:{port}"
    running = start_one(folder, base_url)
    yield running, port
    running.stop()


def start_one(folder: Path, base_url: str) -> Several:
    """One process is gunicorn itself, without a supervisor."""
    environ = {
        **_path(),
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_BASE_URL": base_url,
        "PORTAL_TRUSTED_PROXIES": "1",
        "PORTAL_UPLOAD_LIMIT_MB": "1",
        "PORTAL_LIMIT_CLIENT": "2/15minute",
    }
    run_portal("db", "upgrade", folder=folder, environ=environ)
    words = ["-m", "portal", "serve", "--sockets", str(folder)]
    process = Process([sys.executable, *words], folder / "portal.log", environ=environ, folder=folder)
    process.wait_until_ready((folder / "portal-1.sock").exists)
    return Several(process, base_url, folder)


def new_visitor(store: Store, base_url: str, slug: str) -> tuple[Visitor, int]:
    """Somebody who came through the proxy, and a thread that they may write into."""
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        thread = open_thread(work, workshop.id, "poster").id
        person = make_person(work, email=f"{slug}@example.org")
        register(work, workshop, person, Role.ATTENDEE)
        link = make_link(work, person, 10)
    return Visitor.signed_in(f"{base_url}/sign-in/link/{link}"), thread


@pytest.fixture
def trusting(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client of this test takes the certificate."""
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "WEBSOCKET_CLIENT_CA_BUNDLE"):
        monkeypatch.setenv(name, str(certificate / "cert.pem"))


@pytest.mark.usefixtures("trusting")
def test_behind_the_proxy_people_are_served_over_tls_and_told_apart(
    kind: str, tmp_path: Path, behind_tls: tuple[Several, int], certificate: Path
) -> None:
    # given
    portal, port = behind_tls
    text = printed(
        kind,
        tmp_path,
        *("--port", str(port), "--sockets", str(portal.data_dir)),
        *with_tls(kind, certificate),
        PORTAL_UPLOAD_LIMIT_MB="1",
    )
    front = proxy.start(kind, text, tmp_path, port)
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    try:
        # when, then: pages and the live connection
        visitor, thread = new_visitor(store, portal.base_url, f"over-{kind}")
        page = visitor.get("/")
        assert page.status_code == 200
        assert "Strict-Transport-Security" in page.headers
        live = visitor.connect()
        posted = live.call("threads.post", {"thread": thread, "client_id": "c-1", "text": "hello"})
        assert posted == {"ok": True, "data": {"seq": 1}}
        live.close()
        static = visitor.get(page.text.split('rel="stylesheet" href="')[1].split('"')[0])
        assert static.headers["Content-Encoding"] == "gzip"
        # a body that is too large
        assert status_of_upload(port, certificate, 3_000_000) == 413
        # an address that somebody claims is not believed: the third try counts for the same one
        told = [try_password(visitor, claimed) for claimed in ("203.0.113.1", "203.0.113.2", "203.0.113.3")]
        assert told[-1] == 429
    finally:
        store.dispose()
        front.stop()


def status_of_upload(port: int, certificate: Path, size: int) -> int:
    """What is told to somebody who asks, before the body, whether it is welcome, and sends it if it is."""
    context = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    plain = socket.create_connection((LOOPBACK, port), timeout=10)
    with context.wrap_socket(plain, server_hostname=LOOPBACK) as connection:
        head = f"POST /sign-in HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nContent-Length: {size}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        connection.sendall(f"{head}{kind}Expect: 100-continue\r\n\r\n".encode())
        with connection.makefile("rb") as answer:
            told = (int(line.split()[1]) for line in answer if line.startswith(b"HTTP/1."))
            status = next(told)
            if status == 100:
                with contextlib.suppress(OSError):
                    connection.sendall(b"x" * size)
                status = next(one for one in told if one != 100)
            return status


def try_password(visitor: Visitor, claimed: str) -> int:
    """Try to sign in with a header that says that one is somebody else."""
    return visitor.http.post(
        f"{visitor.base_url}/sign-in/password",
        data={"csrf_token": visitor.csrf(), "email": "nobody@example.org", "password": "not the right one"},
        headers={"X-Forwarded-For": claimed, "X-Real-IP": claimed, "Forwarded": f"for={claimed}"},
        timeout=10,
    ).status_code


@pytest.fixture(scope="module")
def two_workers(
    postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Several, Store]]:
    folder = tmp_path_factory.mktemp("two")
    address = postgres_server.new_database(postgres_server.prepared("tables", make_tables))
    try:
        redis = Redis(folder)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    running = start_several(
        folder,
        "--sockets",
        str(folder),
        base_url=f"http://{LOOPBACK}:1",
        database_url=address,
        redis_url=redis.url,
        trusted_proxies="1",
        drain_seconds="0.5",
    )
    store = Store.at(address)
    yield running, store
    store.dispose()
    running.stop()
    redis.kill()
    postgres_server.drop(address)


def test_while_a_worker_drains_and_comes_back_no_request_through_the_proxy_fails(
    kind: str, tmp_path: Path, two_workers: tuple[Several, Store]
) -> None:
    # given
    portal, store = two_workers
    port = free_port()
    text = printed(
        kind, tmp_path, "--plain", "--port", str(port), "--sockets", str(portal.data_dir), "--workers", "2"
    )
    front = proxy.start(kind, text, tmp_path, port)
    visitor, thread = new_visitor(store, f"http://{LOOPBACK}:{port}", f"drained-{kind}")
    told: Counter[int] = Counter()
    is_over = threading.Event()

    def ask(send: Callable[[requests.Session], requests.Response]) -> None:
        with requests.Session() as session:
            session.headers["Connection"] = "close"
            while not is_over.is_set():
                told[send(session).status_code] += 1
                time.sleep(0.03)

    def page(session: requests.Session) -> requests.Response:
        return session.get(f"{visitor.base_url}/sign-in", timeout=10)

    def form(session: requests.Session) -> requests.Response:
        # Refused for its missing token by whoever gets it: a form is never sent twice, so it must not be lost.
        return session.post(f"{visitor.base_url}/sign-in", data={"email": "x"}, timeout=10)

    # two connections: each worker has one
    lives = [visitor.connect(), visitor.connect()]
    asking = [threading.Thread(target=ask, args=(send,)) for send in (page, page, form)]
    for thread_of in asking:
        thread_of.start()
    try:
        # when
        portal.replace(portal.units()[0])
        # then
        assert [live.is_closed.is_set() for live in lives].count(True) == 1
        for live in lives:
            if live.is_closed.is_set():
                live.wait_for("live.drain", seconds=0.1)
            live.close()
        again = visitor.connect()
        assert again.call("threads.after", {"thread": thread, "after": 0})["ok"]
        again.close()
    finally:
        is_over.set()
        for thread_of in asking:
            thread_of.join()
        front.stop()
    assert set(told) == {200, 422}, told
    assert told.total() > 100
