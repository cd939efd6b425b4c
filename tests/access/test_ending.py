"""The row of the one event that a server sends only once: it ends, and everybody who is connected hears it."""

import os
import signal
import time
from pathlib import Path

import pytest
from socketio.exceptions import ConnectionError as RefusedError

from portal.accounts.actions import make_link
from portal.store.work import Store
from tests.access.matrix import EVENT_ROWS
from tests.access.world import PEOPLE, World, build_world
from tests.made import committed, sign_in_of
from tests.servers.live import WIDE
from tests.servers.portal import start_serve
from tests.servers.process import wait_until
from tests.servers.visitor import Visitor


def sign_in(store: Store, world: World, base_url: str, name: str) -> Visitor:
    with committed(store) as work:
        sign_in = sign_in_of(work, world.tokens[name])
        assert sign_in is not None
        link = make_link(work, sign_in.person, 10)
    return Visitor.signed_in(f"{base_url}/sign-in/link/{link}")


def test_when_the_server_ends_everybody_is_told_when_to_leave_and_nobody_new_is_let_in(
    tmp_path: Path,
) -> None:
    # given: somebody of each kind is connected; behind a proxy the server still answers for a moment
    portal = start_serve(tmp_path, trusted_proxies="1", drain_seconds="3", **WIDE)
    store = Store.at(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    with committed(store) as work:
        world = build_world(work, tmp_path)
    visitors = {name: sign_in(store, world, portal.base_url, name) for name in PEOPLE[1:]}
    lives = {name: visitor.connect() for name, visitor in visitors.items()}
    headers = {"Origin": portal.base_url, "Cookie": visitors["attendee"].cookies()}
    csrf = visitors["attendee"].csrf()
    try:
        # when
        began = time.monotonic()
        os.kill(portal.process.pid, signal.SIGTERM)
        wait_until(lambda: portal.get("/readyz") == (503, '{"draining":true,"ok":false}\n'), "unready", 0.9)
        with pytest.raises(RefusedError):
            visitors["attendee"].connect(headers=headers, auth={"csrf": csrf})
        # then
        told = {name: live.wait_for("live.drain")["after_ms"] for name, live in lives.items()}
        assert EVENT_ROWS["live.drain"].letters == "-yyy yyyy yyyy yy"
        assert all(0 <= after <= 3000 for after in told.values())
        assert len(set(told.values())) > len(told) / 2, "each has a time of its own"
        assert all(live.is_closed.wait(5) for live in lives.values())
        assert portal.process.wait(10) == 0
        assert time.monotonic() - began < 8
    finally:
        for live in lives.values():
            live.close()
        store.dispose()
        portal.process.kill()
