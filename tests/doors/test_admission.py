"""The address behind a live connection: of the proxy's word only what the operator trusts."""

from pathlib import Path

import pytest

import config
from portal.app import create_app

UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Version": "13",
}
ADDRESS = "/socket.io/?EIO=4&transport=websocket"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "192.0.2.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_a_connection_counts_for_the_address_that_a_trusted_proxy_names(
    tmp_path: Path, sqlite_store_url: str, proxies: int, forwarded: str, expected: str
) -> None:
    app = create_app(config.testing(tmp_path, database_url=sqlite_store_url, trusted_proxies=proxies))
    app.extensions["visits"].begin(expected, lambda: None).flood()
    origin = app.extensions["portal"].settings.origin
    headers = {**UPGRADE, "Origin": origin, "Host": origin.partition("//")[2], "X-Forwarded-For": forwarded}

    answer = app.test_client().get(ADDRESS, headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    app.extensions["portal"].close()

    assert answer.status_code == 429, "it is the address that is kept out"
    assert answer.get_json()["code"] == "too-many"
    assert int(answer.headers["Retry-After"]) == 30
