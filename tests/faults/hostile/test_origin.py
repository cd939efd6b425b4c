"""B-8: only the portal's own pages open a live connection, however much another address looks like it."""

import base64
import os
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.faults.hostile.fortress import Fortress, fortress_for
from tests.faults.hostile.raw import ClosedError
from tests.faults.record import record

HOST = "portal.example.org"

ORIGINS: dict[str, tuple[str | None, int]] = {
    "its own": (f"https://{HOST}", 101),
    "none": (None, 403),
    "empty": ("", 403),
    "null": ("null", 403),
    "evil": ("https://evil.example", 403),
    "sub-domain": (f"https://evil.{HOST}", 403),
    "parent domain": ("https://example.org", 403),
    "other scheme": (f"http://{HOST}", 403),
    "websocket scheme": (f"wss://{HOST}", 403),
    "other port": (f"https://{HOST}:8443", 403),
    "the usual port said": (f"https://{HOST}:443", 403),
    "it is a prefix": (f"https://{HOST}.evil.example", 403),
    "it is a suffix": (f"https://evil-{HOST}", 403),
    "it is a user": (f"https://{HOST}@evil.example", 403),
    "it is a path": (f"https://evil.example/{HOST}", 403),
    "a final dot": (f"https://{HOST}.", 403),
    "a final slash": (f"https://{HOST}/", 403),
    "upper case": (f"https://{HOST.upper()}", 403),
    "two": (f"https://{HOST} https://evil.example", 403),
    "loopback": ("http://127.0.0.1", 403),
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    """A portal with a public address, which a proxy would serve over https."""
    yield from fortress_for(tmp_path_factory.mktemp("public"), base_url=f"https://{HOST}")


@pytest.mark.parametrize("name", ORIGINS)
def test_an_upgrade_is_taken_from_the_portals_own_pages_alone(public: Fortress, name: str) -> None:
    origin, expected = ORIGINS[name]

    status = upgraded(public, origin)

    record("B-8", {"origin": name, "status": status}, {"status": expected}, status == expected)
    assert status == expected


@pytest.mark.parametrize("name", ORIGINS)
def test_long_polling_is_no_second_way_in(public: Fortress, name: str) -> None:
    assert upgraded(public, ORIGINS[name][0], transport="polling") == 400


@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", "127.0.0.1", "", f"{HOST}:99999"])
def test_an_upgrade_for_another_host_is_refused(public: Fortress, host: str) -> None:
    assert upgraded(public, f"https://{HOST}", host=host) in {400, 403}


@pytest.mark.parametrize(
    "token", ["", "forged", None, 5, [], {"csrf": "x"}, "a" * 30_000], ids=lambda token: str(token)[:12]
)
def test_the_right_page_without_its_token_is_refused_too(fortress: Fortress, token: object) -> None:
    raw = fortress.raw(fortress.cast.browsers[5])

    with pytest.raises(ClosedError, match="refused"):
        raw.connect(token)  # type: ignore[arg-type]


def test_the_token_of_somebody_else_is_refused(fortress: Fortress) -> None:
    one, other = fortress.cast.browsers[5:7]
    raw = fortress.raw(one)

    with pytest.raises(ClosedError, match="refused"):
        raw.connect(other.csrf)


def upgraded(public: Fortress, origin: str | None, *, transport: str = "websocket", host: str = HOST) -> int:
    """The status with which an upgrade with the cookie of somebody who is signed in is answered."""
    parts = urlsplit(public.base_url)
    lines = [
        f"GET /socket.io/?EIO=4&transport={transport} HTTP/1.1",
        f"Host: {host}",
        *(["Upgrade: websocket", "Connection: Upgrade"] if transport == "websocket" else []),
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        f"Cookie: {public.cast.browsers[0].cookie}",
        *([f"Origin: {origin}"] if origin is not None else []),
    ]
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5) as sock:
        sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return int(sock.recv(100).split(b" ", 2)[1])
