"""`portal proxy-config`, judged by the proxies themselves: they take it, and the portal works behind it."""

import contextlib
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.work import Store
from tests.cli.front import LOOPBACK, clean_environ, new_visitor, printed
from tests.servers import proxy
from tests.servers.portal import run_portal
from tests.servers.process import Process, free_port
from tests.servers.several import SECRET, Several
from tests.servers.visitor import Visitor


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


@pytest.mark.parametrize("kind", ["nginx", "haproxy"], indirect=True)
def test_behind_a_program_that_ends_tls_each_visitor_has_limits_of_their_own(
    kind: str, tmp_path: Path
) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent, contextlib.ExitStack() as opened:
        # given
        port = free_port()
        words = ("--plain", "--port", str(port), "--sockets-per-address", "1")
        text = printed(kind, tmp_path, *words, PORTAL_PORT=str(silent.getsockname()[1]))
        opened.callback(proxy.start(kind, text, tmp_path, port).stop)
        # when
        addresses = ("203.0.113.1", "203.0.113.2", "198.51.100.9, 203.0.113.3", "198.51.100.8, 203.0.113.1")
        told = [status_by_now(opened.enter_context(asking_live(port, address))) for address in addresses]
    # then: nobody behind the proxy answers, but the second connection of one address is refused at once
    assert told == [None, None, None, 429]


def asking_live(port: int, address: str) -> socket.socket:
    """A connection on which somebody with this address asks for a live connection."""
    connection = socket.create_connection((LOOPBACK, port), timeout=5)
    head = f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n"
    connection.sendall(f"{head}X-Forwarded-For: {address}\r\n\r\n".encode())
    return connection


def status_by_now(connection: socket.socket) -> int | None:
    """The status of the answer, or None where there is none yet."""
    connection.settimeout(0.3)
    try:
        return int(connection.recv(100).split(b" ", 2)[1])
    except TimeoutError:
        return None


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
        **clean_environ(),
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
